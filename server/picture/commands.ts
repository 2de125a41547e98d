import type { Handlers } from "../../shared/controls/controls.ts";
import type { MEDIA_COMMANDS } from "../../shared/controls/media.ts";
import type { PICTURE_COMMANDS } from "../../shared/controls/picture.ts";
import type { PROJECTOR_COMMANDS } from "../../shared/controls/projectors.ts";
import type { RECORDING_COMMANDS } from "../../shared/controls/recording.ts";
import type { DirectorState } from "../../shared/protocol/picture.ts";
import { noSuch } from "../../shared/text/no-such.ts";
import type { PictureBoard } from "./board/picture-board.ts";
import type { Director } from "./director/director.ts";
import type { MediaBoard } from "./media/media-board.ts";
import type { Projectors } from "./projectors/projectors.ts";
import type { Recordings } from "./recordings/recordings.ts";

type OfDirector = "director" | "cue";

/** What can be ordered of the director. */
export const directorCommands = (director: Director): Pick<Handlers<typeof PICTURE_COMMANDS>, OfDirector> => ({
  director: ({ set }) => director.set(set),
  cue: ({ do: _, ...wishes }) => director.overrule(wishes),
});

/** What else can be ordered of what is shown, which `directing` says. */
export const pictureCommands = (
  directing: () => DirectorState,
  board: PictureBoard,
): Omit<Handlers<typeof PICTURE_COMMANDS>, OfDirector> => ({
  blackout: ({ on, seconds }) => board.blackout(on, seconds),
  freeze: ({ on }) => board.freeze(on),
  "flash-limiter": ({ on }) => board.limitFlashes(on),
  bypass: ({ on }) => board.bypass(on),
  pass: ({ pass, dose }) => board.setPass(pass, dose),
  "scene-parameter": ({ scene = directing().cue.scene, parameter, value }) => {
    const { scenes } = directing();
    if (!scenes.includes(scene)) throw new Error(noSuch("scene", scene, scenes));
    board.turn(scene, parameter, value);
  },
});

/** What can be ordered of clips, projectors and recordings. */
export const outputCommands = (
  clips: MediaBoard,
  projectors: Projectors,
  recordings: Recordings,
): Handlers<typeof MEDIA_COMMANDS & typeof PROJECTOR_COMMANDS & typeof RECORDING_COMMANDS> => ({
  clip: ({ name, on }) => clips.use(name, on),
  projector: ({ projector, set }) => projectors.set(projector, set),
  identify: ({ projector }) => projectors.identify(projector),
  "forget-projector": ({ projector }) => projectors.forget(projector),
  canvas: ({ canvas }) => projectors.setCanvas(canvas),
  record: ({ on, projector }) => (on ? recordings.start(projector) : recordings.stop()),
});
