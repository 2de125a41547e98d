import type { Reporter } from "../../../shared/events/report.ts";
import { didYouMean } from "../../../shared/text/no-such.ts";
import type { SceneTraits, SetListEntry } from "../../core/show/scene-traits.ts";

/** The entries that name scenes there are; the others are reported. Empty if none is left: then every scene may come. */
export const choosable = (
  setList: readonly SetListEntry[],
  scenes: readonly SceneTraits[],
  report: Reporter,
): readonly SetListEntry[] => {
  const known = scenes.map((scene) => scene.name);
  const missing = setList
    .filter((entry) => !known.includes(entry.scene))
    .map(({ scene }) => `"${scene}"${didYouMean(scene, known)}`);
  const found = setList.filter((entry) => known.includes(entry.scene));
  if (missing.length > 0)
    report({
      room: "director",
      level: "warning",
      text: `The set list names ${missing.join(", ")}, which ${missing.length === 1 ? "is not a scene" : "are no scenes"} here; there are ${known.join(", ")}.${found.length === 0 ? " All of them are used." : ""}`,
    });
  return found.some((entry) => entry.weight > 0) ? found : [];
};
