import type { TakeSummary, VoiceSummary } from "../../shared/protocol/take-summary.ts";

/** A line of a plot: a path in seconds to the right and from 1 at the bottom of the plot to 0 at its top. */
export interface Curve {
  readonly name: string;
  readonly colour: string;
  readonly path: string;
  /** `dots` mark single moments, `dashed` is the same value counted otherwise. */
  readonly look: "line" | "dashed" | "dots";
}

/** Values over a take. */
export interface Plot {
  readonly name: string;
  readonly about: string;
  readonly unit: string;
  /** At the bottom and at the top. */
  readonly min: number;
  readonly max: number;
  readonly curves: readonly Curve[];
}

/** A value, or none, from a moment on. */
type Point = readonly [seconds: number, value: number | null];

const GREY = "#9aa7b4";

/** All plots that have anything to show, in the order in which they are read. */
export const plotsOf = (summary: TakeSummary): readonly Plot[] => {
  const { voices, slices } = summary;
  const heard = voices.filter(({ notes }) => notes.some((count) => count > 0));
  const each = (values: (voice: VoiceSummary) => readonly (number | null)[], of = heard): Line[] =>
    of.map((voice) => ({
      name: voice.name,
      colour: voice.colour,
      look: "line",
      points: slices.seconds.map((seconds, i) => [seconds, values(voice)[i] ?? null]),
    }));
  const tempo: Line = { name: "tempo", colour: GREY, look: "line", points: pointsOf(slices.seconds, slices.tempo) };
  const late: Line = { name: "late", colour: "#ff5d5d", look: "line", points: pointsOf(slices.seconds, slices.late) };
  const live = heard.filter(({ offset }) => offset.some((value) => value !== null));
  const plots = [
    plotOf(
      "density",
      "the share of 16ths with a note",
      "%",
      each(({ density }) => density.map((share) => share * 100)),
      0,
      100,
      summary,
    ),
    plotOf(
      "loudness",
      "the mean velocity",
      "",
      each(({ loudness }) => loudness),
      0,
      127,
      summary,
    ),
    plotOf(
      "surprise",
      "−ln p of what was heard and played; dots are whole answers, dashed with what is remembered of the drummer",
      "nats",
      [...each(({ surprise }) => surprise), ...answersOf(summary)],
      0,
      null,
      summary,
    ),
    plotOf("tempo", "quarter notes a minute", "bpm", [tempo], null, null, summary),
    plotOf(
      "timing",
      "how much later than the nearest 16th was played",
      "ms",
      each(({ offset }) => offset, live),
      null,
      null,
      summary,
    ),
    plotOf(
      "too late",
      "notes that were dropped since they came too late to sound",
      "",
      slices.late.some((count) => count > 0) ? [late] : [],
      0,
      null,
      summary,
    ),
  ];
  return plots.filter(({ curves }) => curves.length > 0);
};

type Line = Omit<Curve, "path"> & { readonly points: readonly Point[] };

const pointsOf = (seconds: readonly number[], values: readonly number[]): readonly Point[] =>
  seconds.map((moment, i) => [moment, values[i] ?? null]);

/** Each answer at its end, by the network alone and, where that was told, with memory. */
const answersOf = ({ answers, voices }: TakeSummary): readonly Line[] =>
  voices.flatMap(({ name, colour }) => {
    const own = answers.filter(({ voice }) => voice === name);
    const alone: Point[] = own.map(({ seconds, responseSurprise }) => [seconds, responseSurprise]);
    const remembered: Point[] = own.map(({ seconds, responseSurpriseWithMemory }) => [
      seconds,
      responseSurpriseWithMemory,
    ]);
    return [
      { name: `${name}, answers`, colour, look: "dots" as const, points: alone },
      { name: `${name}, with memory`, colour, look: "dashed" as const, points: remembered },
    ];
  });

/** Steps from slice to slice; `min` and `max` are null where the values say it. */
const plotOf = (
  name: string,
  about: string,
  unit: string,
  lines: readonly Line[],
  min: number | null,
  max: number | null,
  { seconds }: TakeSummary,
): Plot => {
  const told = lines.filter(({ points }) => points.some(([, value]) => value !== null));
  const values = told.flatMap(({ points }) => points.flatMap(([, value]) => (value === null ? [] : [value])));
  const [least, most] = boundsOf(values);
  const bottom = min ?? least;
  const top = max ?? (min === null ? most : Math.max(...values, bottom + 1));
  const heightOf = (value: number): number => rounded(1 - (value - bottom) / (top - bottom));
  return {
    name,
    about,
    unit,
    min: bottom,
    max: top,
    curves: told.map(({ points, ...line }) => ({ ...line, path: pathOf(points, line.look, heightOf, seconds) })),
  };
};

/** What hardly changes is drawn flat, in the middle. */
const LEAST_SPAN = 4;

const boundsOf = (values: readonly number[]): readonly [number, number] => {
  const least = Math.min(...values);
  const most = Math.max(...values);
  const more = Math.max(0, LEAST_SPAN - (most - least)) / 2;
  return [Math.floor(least - more), Math.ceil(most + more)];
};

const pathOf = (
  points: readonly Point[],
  look: Curve["look"],
  heightOf: (value: number) => number,
  end: number,
): string => {
  let path = "";
  let isDown = false;
  points.forEach(([seconds, value], i) => {
    if (value === null) {
      // Answers stand alone, and a line goes from one to the next that has a value.
      isDown &&= look === "dashed";
      return;
    }
    const height = heightOf(value);
    // A line of no length with round ends is a dot.
    if (look === "dots") path += `M${seconds} ${height}h0`;
    else if (look === "dashed") path += `${isDown ? "L" : "M"}${seconds} ${height}`;
    else path += `${isDown ? "L" : "M"}${seconds} ${height}H${points[i + 1]?.[0] ?? end}`;
    isDown = true;
  });
  return path;
};

/** What a voice struck, a row a drum from the cymbals above to the kick below, in 9 rows: a path in seconds. */
export const stripPath = ({ strip }: VoiceSummary, length: number): string => {
  const part = length / strip.length;
  let path = "";
  for (let drum = 0; drum < 9; drum++)
    strip.forEach((struck, i) => {
      if ((struck & (1 << drum)) !== 0) path += `M${rounded(i * part)} ${8.5 - drum}h${rounded(part)}`;
    });
  return path;
};

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
