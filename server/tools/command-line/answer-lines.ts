import type { AnswerReport } from "../training/memory/answers.ts";
import type { LoopVariety } from "../training/memory/loop-variety.ts";
import { table } from "./terminal.ts";

/** How answers are like their calls, in words. */
export const answerLines = (split: string, reports: readonly AnswerReport[]): string[] => {
  const [report] = reports;
  if (report === undefined) return [`answers, ${split}: no piece has two bars and two more after them.`];
  const row = (what: string, ...shares: readonly (number | null)[]): string[] => [
    what,
    ...shares.map((share) => (share === null ? "" : share.toFixed(3))),
  ];
  return [
    `answers, ${split}: ${report.answers} answers of two bars; what sounds in both, by drum and step (Jaccard), and bars that are the same hit by hit`,
    ...table([
      ["", "own call", "other calls of the piece", "other pieces", "bars of the call", "bars of the piece so far"],
      ...reports.map(({ memory, ownCall, otherCalls, otherPieces, copied, remembered }) =>
        row(`memory ${memory}`, ownCall, otherCalls, otherPieces, copied, remembered),
      ),
      row("as played", report.drummersOwnCall, null, null, report.drummersCopied, report.drummersRemembered),
    ]),
  ];
};

/** How various a loop of two voices stays, in words. */
export const loopLines = (split: string, loops: readonly LoopVariety[]): string[] => {
  if (loops.length === 0) return [`loop, ${split}: no piece has 16 bars to be heard first.`];
  const sum = (numbers: readonly number[]): string => String(numbers.reduce((a, b) => a + b, 0));
  return [
    `loop, ${split}: distinct bars of 1,000 that two voices play to each other after each of ${loops[0]!.distinct.length} pieces`,
    ...table([
      ["temperature", `memory ${loops[0]!.memory}`, "without", "ratio"],
      ...loops.map(({ temperature, distinct, without, ratio }) => [
        String(temperature),
        sum(distinct),
        sum(without),
        ratio.toFixed(2),
      ]),
    ]),
  ];
};
