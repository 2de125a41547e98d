import { createHash } from "node:crypto";
import { DRUM_COUNT } from "../../../shared/music/drums.ts";
import type { ModelFeel } from "../../music/band/feel/feel.ts";
import type { Weights } from "../../music/rhythm/checkpoint/weights.ts";
import { type FileRecord, SPLITS } from "./dataset/record.ts";
import { sizeOf } from "./dataset/summary.ts";
import { type FeelReport, feelError } from "./feel/feel-error.ts";
import type { Recipe } from "./recipe.ts";
import { bestOf, type Epoch } from "./run-state.ts";

/** A data file as a card names it. */
export interface NamedData {
  readonly name: string;
  readonly sha256: string;
  /** What it is, its licence, whom to name; may be empty. */
  readonly about: string;
}

interface TrainingFacts {
  readonly out: string;
  readonly command: string;
  readonly from: string | null;
  readonly recipe: Recipe;
  readonly records: readonly FileRecord[];
  readonly data: readonly NamedData[];
  readonly history: readonly Epoch[];
  readonly weights: Weights;
  /** Nats per step of the checkpoint begun with; null without one. */
  readonly before: number | null;
}

/** What `train` knows of a checkpoint: as text for CARD.md, and as data for config.json. */
export const trainingCard = (facts: TrainingFacts, feel: ModelFeel) => {
  const { recipe, history, weights } = facts;
  const best = bestOf(history, facts.before);
  const hash = createHash("sha256");
  for (const { values } of weights.values())
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  const card = {
    command: facts.command,
    from: facts.from,
    data: facts.data.map((each) => ({ ...each })),
    recipe: { ...recipe, layers: [...recipe.layers] },
    parameters: [...weights.values()].reduce((sum, { values }) => sum + values.length, 0),
    weightsSha256: hash.digest("hex"),
    epochs: history.length,
    /** 0: the weights begun with. */
    bestEpoch: best?.epoch ?? 0,
    validationNats: round(best?.validation ?? facts.before!),
    seconds: Math.round(history.reduce((sum, { seconds }) => sum + seconds, 0)),
  };
  const errors = feelError(feel, facts.records, "validation");
  return { card, text: textOf(card, facts, errors) };
};

const round = (value: number): number => Math.round(value * 1e4) / 1e4;

const textOf = (
  card: Record<"weightsSha256" | "command", string> &
    Record<"parameters" | "epochs" | "bestEpoch" | "validationNats" | "seconds", number>,
  { out, from, before, recipe, records, data }: TrainingFacts,
  feel: FeelReport | null,
): string => `# ${out}

An LSTM of ${recipe.layers.join(" + ")} cells over the ${2 ** DRUM_COUNT} patterns of nine drums, with a position counter of
${recipe.counterBits} bits: ${card.parameters} weights. MusicRNN layout: it loads here and in magenta-js.
${from === null ? "Trained from chance." : `Trained on from \`${from}\`, which has ${before?.toFixed(4)} nats per step on this validation split.`}

| | |
| --- | --- |
| command | \`${card.command}\` |
| data | ${data.map(({ name, sha256 }) => `\`${name}\`, SHA-256 \`${sha256}\``).join("; ")} |
| seed | ${recipe.seed} |
| recipe | ${recipeInWords(recipe)} |
| epochs | ${card.epochs} of at most ${recipe.epochs} in ${Math.round(card.seconds / 60)} minutes; ${
  card.bestEpoch === 0
    ? `none was better than \`${from}\`, and these are its weights, unchanged`
    : `these weights are of epoch ${card.bestEpoch}`
} |
| SHA-256 of the weights | \`${card.weightsSha256}\` |
| validation | ${card.validationNats.toFixed(4)} nats per step |

| split | files | bars | hits |
| --- | --- | --- | --- |
${SPLITS.map((split) => splitRow(records, split)).join("\n")}
${feel ? feelTable(feel) : ""}${data.map(({ name, about }) => (about === "" ? "" : `\n\`${name}\`: ${about}\n`)).join("")}`;

const recipeInWords = (recipe: Recipe): string =>
  [
    `dropout ${recipe.dropout}`,
    `${recipe.lanes} lanes of ${recipe.window} steps`,
    `at most ${recipe.capBars} bars of a piece in an epoch`,
    `like drums exchanged in ${recipe.exchange * 100} % of the pieces`,
    `Adam at ${recipe.rate} falling in half a cosine`,
    `gradients held at ${recipe.clip}`,
    `weights averaged at ${recipe.averaging}`,
  ].join(", ");

const feelTable = ({ hits, table, heard, learnt, constant }: FeelReport): string => `
Feel on the validation split (${hits} hits), mean absolute error:

| | velocity | offset (steps) |
| --- | --- | --- |
${[
  ["learnt (`feel.json`), by the player heard in earlier steps", learnt] as const,
  ["the fitted table, moved by the player heard", heard] as const,
  ["the fitted table", table] as const,
  ["constant 100 on the grid", constant] as const,
]
  .flatMap(([what, error]) =>
    error === null ? [] : [`| ${what} | ${error.velocity.toFixed(2)} | ${error.offset.toFixed(4)} |`],
  )
  .join("\n")}
`;

const splitRow = (records: readonly FileRecord[], split: string): string => {
  const { files, bars, notes } = sizeOf(records.filter((record) => record.split === split && record.pieces.length > 0));
  return `| ${split} | ${files} | ${bars} | ${notes} |`;
};
