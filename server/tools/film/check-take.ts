import type { OwnScene } from "../../../shared/protocol/own-scenes.ts";
import type { ProjectorsState } from "../../../shared/protocol/projectors.ts";
import { MINDS_SCENE } from "../../picture/scenes/house-scenes.ts";
import type { TakeRecord } from "../../takes/log/record.ts";
import type { TakeHeader } from "../../takes/take-header.ts";

/** Rejects with one sentence where no projector had that name in these records. */
export const demandProjector = async (name: string, records: AsyncIterable<TakeRecord>): Promise<void> => {
  const names = new Set<string>();
  for await (const record of records)
    if (record.kind === "told" && record.event === "projectors") {
      for (const projector of (record.state as ProjectorsState).projectors) names.add(projector.name);
      if (names.has(name)) return;
    }
  const those = names.size === 0 ? "there was none" : `there were ${[...names].join(", ")}`;
  throw new Error(`No projector was called "${name}" in this take; ${those}.`);
};

/** What a film has otherwise than the performance had where this scene is on, in one sentence; null for nothing. */
export const remarkOn = (scene: string, { scenes }: TakeHeader, ownScenes: readonly OwnScene[]): string | null => {
  // That would be more than all the rest of a take.
  if (scene === MINDS_SCENE)
    return `A take does not hold what went on in the networks: the scene "${scene}" shows the notes alone.`;
  const then = scenes.find(({ name }) => name === scene)?.version ?? null;
  const now = ownScenes.find(({ name }) => name === scene)?.version ?? null;
  return then === null || now === null || then === now
    ? null
    : `The scene "${scene}" has been changed since this take was played: it is drawn as it is now.`;
};
