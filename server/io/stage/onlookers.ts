import { basename } from "node:path";
import type { MediaState } from "../../../shared/protocol/media.ts";
import type { OwnScene } from "../../../shared/protocol/own-scenes.ts";
import type { Snapshot, Status, VoiceState } from "../../../shared/protocol/state.ts";

// What those are told who may only look on: the picture and the notes, and nothing of the machine, its files and the
// people at it.

/** The snapshot for them; `objection` says why they may not operate. */
export const forOnlookers = (snapshot: Snapshot, objection: string): Snapshot => {
  const { models, controls, recording, log, takes, replay, film, ...rest } = snapshot;
  return {
    ...rest,
    objection,
    status: statusForOnlookers(rest.status),
    voices: voicesForOnlookers(rest.voices),
    ...(rest.ownScenes && { ownScenes: scenesForOnlookers(rest.ownScenes) }),
    ...(rest.media && { media: mediaForOnlookers(rest.media) }),
  };
};

export const statusForOnlookers = (status: Status): Status => ({
  ...status,
  liveSource: "",
  connections: [],
  reports: [],
});

export const voicesForOnlookers = (voices: readonly VoiceState[]): readonly VoiceState[] =>
  voices.map((voice) => (voice.model === null ? voice : { ...voice, model: basename(voice.model) }));

export const scenesForOnlookers = (scenes: readonly OwnScene[]): readonly OwnScene[] =>
  scenes.map((scene) => ({ ...scene, fault: null }));

export const mediaForOnlookers = (media: MediaState): MediaState => ({
  ...media,
  folder: basename(media.folder),
  clips: media.clips.map((clip) => ({ ...clip, trouble: "" })),
});
