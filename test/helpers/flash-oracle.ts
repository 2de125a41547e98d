/** A picture as it was shown: a value for each block, and when. */
export interface ShownFrame {
  readonly at: number;
  readonly values: readonly number[];
  /** Whether each block is in the state without which a change does not count; missing where every state counts. */
  readonly counts?: readonly boolean[];
}

/** Moments are sums of fractions: what is exactly a second apart must not look nearer. */
const SECOND_MS = 1000 - 1e-6;
/** Nobody sees the order of changes that are this close. */
const TOGETHER_MS = 20;

/** One block over time. */
type Curve = readonly (readonly [at: number, value: number, counts: boolean])[];

/** What counts: the least change, and below what the darker state must be. */
export interface OracleRule {
  readonly change: number;
  readonly darkerBelow: number;
}

/** A change from one extreme of a curve to the next, at the moment it had become large enough and counted. */
interface Change {
  readonly at: number;
  readonly up: boolean;
}

/**
 * The large enough changes between neighbouring peaks and valleys, found with the whole curve at
 * hand: extremes are taken out, the smallest swing first, until every swing that is left is large.
 */
export const changesOf = (curve: Curve, { change, darkerBelow }: OracleRule): Change[] => {
  const extremes = curve.filter(([, value], i) => {
    if (i === 0 || i === curve.length - 1) return true;
    const before = curve[i - 1]![1];
    let next = i + 1;
    while (next < curve.length - 1 && curve[next]![1] === value) next++;
    const after = curve[next]![1];
    return (value > before && value > after) || (value < before && value < after);
  });
  for (;;) {
    let smallest = -1;
    let size = change;
    for (let i = 0; i + 1 < extremes.length; i++) {
      const swing = Math.abs(extremes[i + 1]![1] - extremes[i]![1]);
      if (swing < size) [smallest, size] = [i, swing];
    }
    if (smallest < 0) break;
    // At an end one extreme goes, inside both do: what is beside them is further out.
    if (smallest === 0) extremes.shift();
    else if (smallest === extremes.length - 2) extremes.pop();
    else extremes.splice(smallest, 2);
  }
  const changes: Change[] = [];
  for (let i = 0; i + 1 < extremes.length; i++) {
    const [from, low, before] = extremes[i]!;
    const [to, high, after] = extremes[i + 1]!;
    if (Math.min(low, high) >= darkerBelow || !(before || after)) continue;
    const crossed = curve.find(
      ([at, value, counts]) =>
        at > from &&
        at <= to &&
        Math.abs(value - low) >= change &&
        Math.min(value, low) < darkerBelow &&
        (before || counts),
    );
    changes.push({ at: crossed?.[0] ?? to, up: high > low });
  }
  return changes;
};

/** Pairs of opposing changes in the second from `from` on. */
const flashesFrom = (changes: readonly Change[], from: number): number => {
  const within = changes.filter(({ at }) => at >= from && at < from + SECOND_MS);
  const ups = within.filter(({ up }) => up).length;
  return Math.min(ups, within.length - ups);
};

/** The most pairs of opposing changes within any second. */
export const mostFlashes = (changes: readonly Change[]): number =>
  Math.max(0, ...changes.map(({ at }) => flashesFrom(changes, at)));

/** Every rectangle of a third of the picture each way, as the blocks in it. */
export const fieldsOf = (columns: number, rows: number): number[][] => {
  const width = Math.max(1, Math.round(columns / 3));
  const height = Math.max(1, Math.round(rows / 3));
  const fields: number[][] = [];
  for (let top = 0; top + height <= rows; top++)
    for (let left = 0; left + width <= columns; left++)
      fields.push(
        Array.from({ length: width * height }, (_, i) => (top + Math.floor(i / width)) * columns + left + (i % width)),
      );
  return fields;
};

/** Changes one way that are as good as simultaneous are one change, if together they are of more than `area` blocks. */
const largeChanges = (changes: readonly Change[], up: boolean, area: number): Change[] => {
  const moments = changes.filter((change) => change.up === up).map(({ at }) => at);
  moments.sort((a, b) => a - b);
  const large: Change[] = [];
  for (let i = 0; i < moments.length; ) {
    const at = moments[i]!;
    const count = moments.filter((moment) => moment >= at && moment < at + TOGETHER_MS).length;
    if (count > area) large.push({ at, up });
    i += count;
  }
  return large;
};

/** What WCAG asks about a sequence of pictures, worked out slowly and plainly. */
export const judge = (frames: readonly ShownFrame[], columns: number, rows: number, rule: OracleRule) => {
  const changes = Array.from({ length: columns * rows }, (_, block) =>
    changesOf(
      frames.map(({ at, values, counts }) => [at, values[block]!, counts?.[block] ?? true] as const),
      rule,
    ),
  );
  const moments = [...new Set(changes.flat().map(({ at }) => at))];
  const fields = fieldsOf(columns, rows);
  let worstArea = 0;
  for (const from of moments) {
    const tooFast = changes.map((own) => flashesFrom(own, from) > 3);
    if (!tooFast.includes(true)) continue;
    for (const field of fields)
      worstArea = Math.max(worstArea, field.filter((block) => tooFast[block]).length / field.length);
  }
  const worstTogether = Math.max(
    0,
    ...fields.map((field) => {
      const own = field.flatMap((block) => changes[block]!);
      return mostFlashes([true, false].flatMap((up) => largeChanges(own, up, field.length / 4)));
    }),
  );
  return {
    /** The largest share of a field whose blocks each flash more than three times in the same second. */
    worstArea,
    /** The most flashes within a second in which more than a quarter of a field changes at the same time. */
    worstTogether,
  };
};
