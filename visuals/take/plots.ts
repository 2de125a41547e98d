import { DRUM_COUNT } from "../../shared/music/drums.ts";
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
  const plots: readonly Wanted[] = [
    {
      name: "density",
      about: "the share of 16ths with a note",
      unit: "%",
      min: 0,
      max: 100,
      lines: each(({ density }) => density.map((share) => share * 100)),
    },
    { name: "loudness", about: "the mean velocity", unit: "", lines: each(({ loudness }) => loudness) },
    {
      name: "surprise",
      about:
        "−ln p of what was heard and played; dots are whole answers, dashed with what is remembered of the drummer",
      unit: "nats a step",
      min: 0,
      lines: [...each(({ surprise }) => surprise), ...answersOf(summary)],
    },
    { name: "tempo", about: "quarter notes a minute", unit: "bpm", lines: [tempo] },
    {
      name: "timing",
      about: "how much later than the nearest 16th was played",
      unit: "ms late",
      lines: each(({ offset }) => offset, live),
    },
    {
      name: "too late",
      about: "notes that were dropped since they came too late to sound",
      unit: "notes",
      min: 0,
      lines: slices.late.some((count) => count > 0) ? [late] : [],
    },
  ];
  return plots.map((plot) => plotOf(plot, summary.seconds)).filter(({ curves }) => curves.length > 0);
};

/** What a plot is made of; without `min` or `max` the values say it. */
type Wanted = Pick<Plot, "name" | "about" | "unit"> & {
  readonly min?: number;
  readonly max?: number;
  readonly lines: readonly Line[];
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

const plotOf = ({ lines, min, max, ...plot }: Wanted, end: number): Plot => {
  const told = lines.filter(({ points }) => points.some(([, value]) => value !== null));
  const values = told.flatMap(({ points }) => points.flatMap(([, value]) => (value === null ? [] : [value])));
  const [least, most] = boundsOf(min === undefined ? values : [...values, min]);
  const [bottom, top] = [min ?? least, max ?? most];
  const heightOf = (value: number): number => rounded(1 - (value - bottom) / (top - bottom));
  return {
    ...plot,
    min: bottom,
    max: top,
    curves: told.map(({ points, ...line }) => ({ ...line, path: pathOf(points, line.look, heightOf, end) })),
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

/** What a voice struck, a row a drum from the ride above to the kick below, each 1 high: a path in seconds. */
export const stripPath = ({ strip }: VoiceSummary, length: number): string => {
  const part = length / strip.length;
  let path = "";
  for (let drum = 0; drum < DRUM_COUNT; drum++)
    strip.forEach((struck, i) => {
      if ((struck & (1 << drum)) !== 0) path += `M${rounded((i + 0.5) * part)} ${DRUM_COUNT - drum - 0.1}v-0.8`;
    });
  return path;
};

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
