import type { Order } from './command-line.ts';
import type { Redriven, Unmovable } from './redrive.ts';

const AGES = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
] as const;

const age = (since: string, now: number): string => {
  const ms = Math.max(0, now - Date.parse(since));
  const [unit, name] = AGES.find(([length]) => ms >= length) ?? [1_000, 's'];
  return `${Math.floor(ms / unit)} ${name}`;
};

const minute = (time: number): string => `${new Date(time).toISOString().slice(0, 16)}:00Z`;

const messages = (count: number): string => `${count} message${count === 1 ? '' : 's'}`;

/** What to do instead about messages that no redrive helps. */
const instead = (all: readonly Unmovable[]): string[] => {
  const streams = all.flatMap((one) => (one.kind === 'stream' ? [one] : []));
  const sweeps = all.length - streams.length;
  const [from, to] = [Math.min(...streams.map((one) => Date.parse(one.from))), Math.max(...streams.map((one) => Date.parse(one.to)))];
  return [
    ...(streams.length > 0
      ? [
          `${messages(streams.length)} for places in the table’s stream where ${streams.reduce((sum, { records }) => sum + records, 0)} events could not be published. Publish them from the table: npm run republish -- --table NAME --topic ARN --cell NN --from ${minute(from - 300_000)} --to ${minute(to + 300_000)}; then delete the messages.`,
        ]
      : []),
    ...(sweeps > 0
      ? [
          `${messages(sweeps)} of missed sweeps of deadlines. The next sweep made up for them: delete the messages, there is nothing to redrive.`,
        ]
      : []),
  ];
};

/** What an operator is told of a redrive, line by line. */
export const tellRedriven = (
  { moved, groups, failed, notRemoved, unmovable, end, outOfSight }: Redriven,
  { order, from, to, now }: { readonly order: Order; readonly from: string; readonly to?: string | undefined; readonly now: number },
): { readonly out: readonly string[]; readonly err: readonly string[] } => {
  const letters = groups.reduce((sum, group) => sum + group.letters, 0);
  const rest = {
    all: `${letters - (order.dryRun ? 0 : moved)} ${order.dryRun ? 'there' : 'stay'}`,
    enough: `more stay: --max is ${order.max}`,
    most: `more stay: ${letters} were looked at`,
    'came-back': 'more may stay: some came back into sight before all had been looked at',
    interrupted: 'more may stay: it was interrupted',
  }[end];
  const lines = groups.map(
    (group) =>
      `  ${group.group}: ${group.letters} (${order.dryRun ? 'would move' : 'moved'} ${group.moved}), the oldest from ${group.oldest}, ${age(group.oldest, now)} ago`,
  );
  const unseen = ['most', 'came-back', 'interrupted'].includes(end) ? ['not every message was looked at: run it again'] : [];
  const hidden = [
    ...(outOfSight > 0 ? [`${messages(outOfSight)} could not be shown again, and will be in sight within two minutes`] : []),
    ...unseen,
  ];
  const summary = `${order.dryRun ? 'would move' : 'moved'} ${messages(moved)} from ${from}${to ? ` to ${to}` : ''}; ${rest}`;
  return { out: [...lines, summary], err: [...failed, ...notRemoved, ...hidden, ...instead(unmovable)] };
};
