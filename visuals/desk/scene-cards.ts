import type { SceneAbout } from "../../shared/picture/scene-about.ts";
import type { OwnScene } from "../../shared/protocol/own-scenes.ts";
import type { Snapshot } from "../../shared/protocol/state.ts";

/** A scene as the desk shows it. */
export interface SceneCard {
  readonly name: string;
  /** null when nobody has said yet what it is. */
  readonly about: SceneAbout | null;
  /** Address of a picture of it; null while there is none. */
  readonly thumbnail: string | null;
  /** What is wrong with it; empty while all is well. */
  readonly fault: string;
}

/** What the scenes of the house say of themselves: data and pictures only, so that the desk never loads three. */
const ABOUTS = import.meta.glob<SceneAbout>("../scenes/*/about.ts", { import: "about", eager: true });
const THUMBNAILS = import.meta.glob<string>("../scenes/*/thumbnail.webp", {
  query: "?url",
  import: "default",
  eager: true,
});

/** The cards of all scenes that may be named in a cue, in the director's order. */
export const cardsOf = ({ director, ownScenes = [] }: Snapshot): readonly SceneCard[] =>
  (director?.scenes ?? []).map((name) => {
    const own = ownScenes.find((scene) => scene.name === name);
    return own === undefined ? houseCard(name) : ownCard(own);
  });

const houseCard = (name: string): SceneCard => ({
  name,
  about: ABOUTS[`../scenes/${name}/about.ts`] ?? null,
  thumbnail: THUMBNAILS[`../scenes/${name}/thumbnail.webp`] ?? null,
  fault: "",
});

const ownCard = ({ name, about, thumbnail, fault }: OwnScene): SceneCard => ({
  name,
  about,
  thumbnail,
  fault: fault ?? "",
});
