import type { TakeSummary, VoiceSummary } from "../../shared/protocol/take-summary.ts";

/** Something that is told of a take in one number. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  /** null where there is nothing to tell. */
  readonly value: number | null;
  /** Behind the point. */
  readonly digits: number;
}

/** A figure of one take and of another. */
export interface Difference extends Omit<Figure, "value"> {
  readonly one: number | null;
  readonly other: number | null;
  /** The other less the one. */
  readonly difference: number | null;
}

/** What is told of a take in numbers, in the order in which it is read. */
export const figuresOf = (summary: TakeSummary): readonly Figure[] => {
  const { seconds, bars, slices, voices } = summary;
  const lengths = slices.seconds.map((start, i) => (slices.seconds[i + 1] ?? seconds) - start);
  const figure = (name: string, value: number | null, unit = "", digits = 0): Figure => ({ name, value, unit, digits });
  return [
    figure("length", seconds, "s", 1),
    figure("bars", bars),
    figure("tempo", mean(slices.tempo, lengths), "bpm", 1),
    figure("drift of the tempo", driftOf(slices.seconds, slices.tempo, lengths), "bpm a minute", 2),
    figure("notes too late", total(slices.late)),
    ...voices
      .filter(({ sounds, live }) => sounds || live)
      .flatMap((voice) => [
        figure(`${voice.name}: notes`, total(voice.notes)),
        figure(`${voice.name}: density`, percent(mean(voice.density, lengths)), "%"),
        figure(`${voice.name}: loudness`, mean(voice.loudness, voice.notes)),
        ...(voice.live ? timing(voice, figure) : surprises(voice, summary, figure)),
      ]),
  ];
};

type Make = (name: string, value: number | null, unit?: string, digits?: number) => Figure;

const timing = ({ name, offset, notes }: VoiceSummary, figure: Make): readonly Figure[] => [
  figure(`${name}: behind the 16ths`, mean(offset, notes), "ms", 1),
];

const surprises = ({ name, surprise }: VoiceSummary, { answers }: TakeSummary, figure: Make): readonly Figure[] => {
  const own = answers.filter(({ voice }) => voice === name);
  const ones = own.map(() => 1);
  return [
    figure(
      `${name}: surprise`,
      mean(
        surprise,
        surprise.map(() => 1),
      ),
      "nats",
      2,
    ),
    figure(
      `${name}: of its answers`,
      mean(
        own.map((each) => each.responseSurprise),
        ones,
      ),
      "nats",
      2,
    ),
    figure(
      `${name}: the same with memory`,
      mean(
        own.map((each) => each.responseSurpriseWithMemory),
        ones,
      ),
      "nats",
      2,
    ),
  ];
};

/** The figures of two takes beside each other, by their names; those that neither has are left out. */
export const differencesOf = (one: TakeSummary, other: TakeSummary): readonly Difference[] => {
  const [ones, others] = [figuresOf(one), figuresOf(other)];
  const names = [...new Set([...ones, ...others].map(({ name }) => name))];
  return names.flatMap((name) => {
    const [first, second] = [ones, others].map((figures) => figures.find((figure) => figure.name === name));
    const { unit, digits } = first ?? second ?? { unit: "", digits: 0 };
    const [here, there] = [first?.value ?? null, second?.value ?? null];
    if (here === null && there === null) return [];
    return [
      {
        name,
        unit,
        digits,
        one: here,
        other: there,
        difference: here === null || there === null ? null : there - here,
      },
    ];
  });
};

const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

const percent = (share: number | null): number | null => (share === null ? null : share * 100);

/** The weighted mean of the values there are. */
const mean = (values: readonly (number | null)[], weights: readonly number[]): number | null => {
  let [sum, weight] = [0, 0];
  values.forEach((value, i) => {
    if (value === null) return;
    sum += value * (weights[i] ?? 0);
    weight += weights[i] ?? 0;
  });
  return weight === 0 ? null : sum / weight;
};

/** By how much the tempo rises a minute: the slope of the straight line that fits it best, by least squares. */
const driftOf = (seconds: readonly number[], tempi: readonly number[], lengths: readonly number[]): number | null => {
  const [middle, tempo] = [mean(seconds, lengths), mean(tempi, lengths)];
  if (middle === null || tempo === null || seconds.length < 2) return null;
  let [both, square] = [0, 0];
  seconds.forEach((moment, i) => {
    const weight = lengths[i] ?? 0;
    both += weight * (moment - middle) * ((tempi[i] ?? tempo) - tempo);
    square += weight * (moment - middle) ** 2;
  });
  return square === 0 ? null : (both / square) * 60;
};
