import type { Told } from "../../shared/protocol/film.ts";
import type { ClipLibrary } from "../clips/library.ts";
import type { Stage } from "../stage/stage.ts";
import type { FilmProjector } from "./film-projector.ts";

/** Whoever makes the picture. */
export interface Listeners {
  readonly stage: Stage;
  readonly clips: ClipLibrary;
  readonly projector: FilmProjector;
  /** The show's. */
  readonly seed: number;
}

/** Tells the picture something as a server's connection does. */
export const tellStage = ({ stage, clips, projector, seed }: Listeners, [at, event, said]: Told): void => {
  if (event === "notes") stage.performance.add(said);
  else if (event === "revoke") stage.performance.revoke(said);
  else if (event === "cue") stage.cue(said);
  else if (event === "transport") stage.setTransport(said, at);
  else if (event === "panic") stage.performance.panic();
  else if (event === "picture") stage.setByHand(said);
  else if (event === "media") clips.set(said, seed);
  else if (event === "scenes") stage.scenes.set(said);
  else projector.tell(said);
};
