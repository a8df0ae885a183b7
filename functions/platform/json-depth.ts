/** Whether a JSON value has more than `most` levels of lists and objects. Looks level by level, so that no depth exhausts the stack. */
export const isNestedDeeperThan = (value: unknown, most: number): boolean => {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= most; depth += 1) {
    level = level.filter((one) => typeof one === 'object' && one !== null);
    if (level.length === 0) return false;
    level = level.flatMap((one) => Object.values(Object(one)));
  }
  return true;
};
