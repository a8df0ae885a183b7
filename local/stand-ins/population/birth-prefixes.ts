/**
 * First three digits of personal identification numbers by province of today: the code of the old province where the birth was
 * registered. Numbers keep it after the merger of July 2025, so a province of today has up to three.
 */
const prefixes: Readonly<Record<string, readonly string[]>> = {
  '01': ['001'],
  '04': ['004'],
  '08': ['002', '008'],
  '11': ['011'],
  '12': ['012'],
  '14': ['014'],
  '15': ['010', '015'],
  '19': ['006', '019'],
  '20': ['020'],
  '22': ['022'],
  '24': ['024', '027'],
  '25': ['017', '025', '026'],
  '31': ['030', '031'],
  '33': ['033', '034'],
  '37': ['035', '036', '037'],
  '38': ['038'],
  '40': ['040'],
  '42': ['042'],
  '44': ['044', '045'],
  '46': ['046'],
  '48': ['048', '049'],
  '51': ['051', '062'],
  '52': ['052', '064'],
  '56': ['056', '058'],
  '66': ['054', '066'],
  '68': ['060', '067', '068'],
  '75': ['070', '075'],
  '79': ['074', '077', '079'],
  '80': ['072', '080'],
  '82': ['082', '087'],
  '86': ['083', '084', '086'],
  '91': ['089', '091'],
  '92': ['092', '093', '094'],
  '96': ['095', '096'],
};

/** Codes of the 34 provinces. */
export const provinceCodes: readonly string[] = Object.keys(prefixes).sort();

/** Prefixes of the numbers of people whose birth was registered in what is this province today. */
export const birthPrefixesOf = (provinceCode: string): readonly string[] => {
  const found = prefixes[provinceCode];
  if (!found) throw new Error(`there is no province ${provinceCode}`);
  return found;
};

/** Every prefix of the country. */
export const allBirthPrefixes: readonly string[] = Object.values(prefixes).flat().sort();
