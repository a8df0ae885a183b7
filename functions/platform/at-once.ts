/** Runs `act` on every item, at most `most` at the same time, in the order of the items. `act` says itself what failed. */
export const eachAtOnce = async <Item>(items: Iterable<Item>, most: number, act: (item: Item) => Promise<void>): Promise<void> => {
  const rest = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let next = rest.next(); !next.done; next = rest.next()) await act(next.value);
  };
  await Promise.all(Array.from({ length: most }, worker));
};
