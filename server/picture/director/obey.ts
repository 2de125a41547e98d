import type { DeskCommand } from "../../../shared/protocol/desk.ts";
import type { PictureCommand } from "../../../shared/protocol/picture.ts";
import type { PictureBoard } from "../board/picture-board.ts";
import type { Director } from "./director.ts";

const PICTURE_ORDERS: ReadonlySet<string> = new Set<PictureCommand["do"]>([
  "director",
  "cue",
  "blackout",
  "freeze",
  "flash-limiter",
  "pass",
  "scene-parameter",
]);

/** Whether the command is about the picture. */
export const isPictureCommand = (command: DeskCommand): command is PictureCommand => PICTURE_ORDERS.has(command.do);

/** Does what the desk orders of the picture. Throws a sentence for what cannot be done. */
export const obey = (command: PictureCommand, director: Director, board: PictureBoard): void => {
  switch (command.do) {
    case "director":
      director.set(command.set);
      break;
    case "cue": {
      const { do: _, ...wishes } = command;
      director.overrule(wishes);
      break;
    }
    case "blackout":
      board.blackout(command.on, command.seconds);
      break;
    case "freeze":
      board.freeze(command.on);
      break;
    case "flash-limiter":
      board.limitFlashes(command.on);
      break;
    case "pass":
      board.setPass(command.pass, command.dose);
      break;
    case "scene-parameter": {
      const { scene = director.cue.scene, parameter, value } = command;
      const { scenes } = director.state;
      if (!scenes.includes(scene)) throw new Error(`There is no scene "${scene}"; there are ${scenes.join(", ")}.`);
      board.turn(scene, parameter, value);
      break;
    }
  }
};
