/** What bounds a measured value: 95 % of the bootstrap's repetitions lie between. */
export type Interval = { readonly low: number; readonly high: number };

/** One figure. Its budget is a ceiling. */
export type Row = {
  /** Which figure; unique in its part, and the key of the part's `remedies`. */
  readonly what: string;
  readonly measured: number;
  /** What the figure may be at most; absent for figures that are shown and not judged. */
  readonly budget?: number;
  readonly unit: string;
  /** Where the measured value has a spread; the budget is then judged on `high`. */
  readonly interval?: Interval;
  readonly ok: boolean;
  readonly note?: string;
};

/** A figure and its judgement: the unfavourable end of its interval against the budget. NaN misses. */
export const row = (figure: Omit<Row, 'ok'>): Row => ({
  ...figure,
  ok: figure.budget === undefined || (figure.interval?.high ?? figure.measured) <= figure.budget,
});

export type PartContext = {
  /** Rounds asked for on the command line; absent means the part's own number. */
  readonly rounds?: number;
  /** What docs/performance.md says of a figure now, rounded as there; undefined when it does not have it. */
  readonly before: (what: string) => number | undefined;
  /** Progress, one line; goes to stderr. */
  readonly tell: (line: string) => void;
};

/** One section of docs/performance.md, which can be measured alone: `npm run bench -- <name>`. */
export type Part = {
  /** Heading of the section. */
  readonly title: string;
  /** What is measured, against what, and what it does not show; Markdown paragraphs. */
  readonly explanation: string;
  /** By the figure's `what`: what it would take to meet its budget. Shown only while the figure misses. */
  readonly remedies?: Readonly<Record<string, string>>;
  /** Measures. Cleans up behind itself, also when it throws. */
  readonly measure: (context: PartContext) => Promise<readonly Row[]>;
};
