import type { VoiceName } from "../../../shared/music/note.ts";

/** What the director knows of a scene: data only, so that it can choose among scenes it has never seen. */
export interface SceneTraits {
  /** Folder name of the scene; cues call it by this. */
  readonly name: string;
  /** 0 calm to 1 wild. */
  readonly wildness: number;
  /** 0 sparse to 1 dense: how much playing it takes to look its best. */
  readonly density: number;
  /** How well it shows each voice, 0 to 1; voices not named count as 0.5. */
  readonly stages: Readonly<Record<VoiceName, number>>;
}

/** A scene in a show's set list; one of weight 0 comes on by hand only. */
export interface SetListEntry {
  readonly scene: string;
  readonly weight: number;
}
