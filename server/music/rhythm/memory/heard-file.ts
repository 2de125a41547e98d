import { z } from "zod";
import { PATTERN_COUNT } from "../../../core/music/pattern.ts";
import { MOST_STEPS } from "./heard-ring.ts";
import type { HeardSteps } from "./heard-steps.ts";

/** Another meaning of what is in the file is another version. */
const VERSION = 1;
/** The patterns' numbers: nine drums, one bit each, in the order of DRUMS. */
const ALPHABET = "9 drums";
/** Patterns as they are written, made once. */
const WORDS: readonly string[] = Array.from({ length: PATTERN_COUNT }, (_, pattern) => String(pattern));
/** As long as a bar may be. */
const LONGEST_BAR = 256;
/** More characters than a line of so many patterns has. */
const LONGEST_LINE = 4 * LONGEST_BAR;

/** Bars of one length, in the order in which they were played. */
const Stretch = z.strictObject({
  stepsPerBar: z.int().min(1).max(LONGEST_BAR),
  /** Where in its bar the first step is. */
  stepInBar: z
    .int()
    .min(0)
    .max(LONGEST_BAR - 1),
  /** A bar a line, or what there is of one: its patterns as numbers, with spaces between them. */
  bars: z.array(z.string().max(LONGEST_LINE)).max(MOST_STEPS),
});

const HeardFile = z.strictObject({
  version: z.literal(VERSION),
  alphabet: z.literal(ALPHABET),
  stretches: z.array(Stretch).max(MOST_STEPS),
});

/** What a drummer has played, as JSON: a list of bars, so that what is counted in it may change from version to version. */
export const heardFileOf = ({ patterns, stepsInBar, lastStepsOfBar }: HeardSteps): z.input<typeof HeardFile> => {
  const stretches: { stepsPerBar: number; stepInBar: number; bars: string[] }[] = [];
  for (let from = 0; from < patterns.length; ) {
    const stepsPerBar = lastStepsOfBar[from]! + 1;
    const stepInBar = stepsInBar[from]!;
    let to = from + 1;
    while (to < patterns.length && stepsInBar[to] === stepInBar + to - from && lastStepsOfBar[to]! + 1 === stepsPerBar)
      to++;
    const last = stretches.at(-1);
    let bar = WORDS[patterns[from]!]!;
    for (let step = from + 1; step < to; step++) bar += ` ${WORDS[patterns[step]!]!}`;
    const before = from - 1;
    const goesOn = from > 0 && stepInBar === 0 && stepsInBar[before] === lastStepsOfBar[before];
    if (last !== undefined && last.stepsPerBar === stepsPerBar && goesOn) last.bars.push(bar);
    else stretches.push({ stepsPerBar, stepInBar, bars: [bar] });
    from = to;
  }
  return { version: VERSION, alphabet: ALPHABET, stretches };
};

/** The newest MOST_STEPS of what is in a file, or one clause on why it cannot be used. */
export const parseHeardFile = (json: unknown): HeardSteps | { readonly fault: string } => {
  const parsed = HeardFile.safeParse(json);
  if (!parsed.success) return { fault: faultOf(json, parsed.error.issues[0]!) };
  const patterns: number[] = [];
  const stepsInBar: number[] = [];
  const lastStepsOfBar: number[] = [];
  for (const [at, { stepsPerBar, stepInBar, bars }] of parsed.data.stretches.entries()) {
    let place = stepInBar;
    for (const [line, bar] of bars.entries()) {
      for (const word of bar.split(" ")) {
        const pattern = /^\d{1,3}$/.test(word) ? Number(word) : PATTERN_COUNT;
        if (pattern >= PATTERN_COUNT || place >= stepsPerBar)
          return {
            fault:
              `stretches.${at}.bars.${line} is no bar of at most ${stepsPerBar} patterns, ` +
              `numbers from 0 to ${PATTERN_COUNT - 1} with a space between them`,
          };
        patterns.push(pattern);
        stepsInBar.push(place++);
        lastStepsOfBar.push(stepsPerBar - 1);
      }
      place = 0;
    }
  }
  return {
    patterns: Uint16Array.from(patterns.slice(-MOST_STEPS)),
    stepsInBar: Uint8Array.from(stepsInBar.slice(-MOST_STEPS)),
    lastStepsOfBar: Uint8Array.from(lastStepsOfBar.slice(-MOST_STEPS)),
  };
};

const faultOf = (json: unknown, { path, message }: z.core.$ZodIssue): string => {
  const { version, alphabet } = (json ?? {}) as { version?: unknown; alphabet?: unknown };
  if (path[0] === "version")
    return `it is a memory of version ${told(version)}, and this program reads version ${VERSION}`;
  if (path[0] === "alphabet") return `its patterns are of ${told(alphabet)}, and this program plays ${ALPHABET}`;
  return `${path.join(".") || "it"} is no memory of a drummer (${message})`;
};

const told = (value: unknown): string => JSON.stringify(value)?.slice(0, 40) ?? "none";
