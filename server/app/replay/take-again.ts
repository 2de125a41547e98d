import { join } from "node:path";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { ms } from "../../../shared/time/units.ts";
import { projectFolder } from "../../core/files/project-folder.ts";
import { resolvePath } from "../../core/show/show-file.ts";
import { hashOfCheckpoint } from "../../takes/hashes.ts";
import type { Take } from "../../takes/read-take.ts";
import type { PlaceOfModel } from "../open-voices.ts";
import { type AgainResult, playAgain } from "./again.ts";

/** The way out where something cannot be computed again. */
const AS_IT_WAS = "without --again it plays as it was";

/** Where the show of a take lies, or would: takes lie in a folder beside it. */
export const showPathOf = ({ folder, header }: Take): string =>
  join(folder, "..", "..", header.showFile ?? "show.json");

export const placeFor =
  (take: Take): PlaceOfModel =>
  (model) =>
    resolvePath(model, showPathOf(take), projectFolder);

/** Plays a take again and compares; see playAgain. Rejects with one sentence where it cannot be computed again here. */
export const playTakeAgain = async (
  take: Take,
  time: TimeSource,
  onProgress: (share: number) => void,
): Promise<AgainResult> => {
  const { header, name } = take;
  const cannot = (reason: string): Error =>
    new Error(`${name} cannot be computed again: ${reason.replace(/\.$/, "")}; ${AS_IT_WAS}.`);
  if (!header.whole) throw cannot("its log does not go back to the start of the server");
  const place = placeFor(take);
  const changed = await changedModels(take, place);
  if (changed !== null) throw cannot(changed);
  const until = header.to ?? ms(Number.POSITIVE_INFINITY);
  let first: number | null = null;
  try {
    return await playAgain({
      show: header.show,
      seed: header.seed,
      lines: take.records(ms(Number.NEGATIVE_INFINITY), until),
      from: header.from,
      place,
      time,
      onProgress: (at) => {
        first ??= at;
        if (Number.isFinite(until)) onProgress((at - first) / Math.max(1, until - first));
      },
    });
  } catch (error) {
    throw cannot(error instanceof Error ? error.message : String(error));
  }
};

/** A clause about the checkpoints that are gone, or not what they were; null where all are. */
export const changedModels = async ({ header }: Pick<Take, "header">, place: PlaceOfModel): Promise<string | null> => {
  const found = await Promise.all(
    header.models.map(async ({ voice, model, hash }) => {
      if (hash === null) return null;
      const now = await hashOfCheckpoint(place(model));
      if (now === hash) return null;
      return `${model}, which ${voice} played, is ${now === null ? "not there" : "another"} now`;
    }),
  );
  const told = [...new Set(found.filter((sentence) => sentence !== null))];
  return told.length === 0 ? null : told.join(", and ");
};
