import type { TakeSummary } from "../../shared/protocol/take-summary.ts";
import type { Part } from "./part.ts";

/** A scene, from when it came to when the next did. */
export interface SceneSpan extends Part {
  readonly text: string;
}

/** The scenes of a take, one after the other. */
export const sceneSpans = ({ markers, seconds }: TakeSummary): readonly SceneSpan[] => {
  const scenes = markers.filter(({ kind }) => kind === "scene");
  return scenes.map((scene, i) => ({
    text: scene.text,
    from: scene.seconds,
    to: scenes[i + 1]?.seconds ?? seconds,
  }));
};
