import { outputCommands } from "../../server/picture/commands.ts";
import type { Projectors } from "../../server/picture/projectors/projectors.ts";
import type { CommandOf, DeskCommand } from "../../shared/controls/controls.ts";
import { PROJECTOR_COMMANDS } from "../../shared/controls/projectors.ts";

export type ProjectorOrder = CommandOf<keyof typeof PROJECTOR_COMMANDS>;

export const isProjectorOrder = (command: DeskCommand): command is ProjectorOrder =>
  Object.hasOwn(PROJECTOR_COMMANDS, command.do);

/** Does what is ordered of projectors, in a house that has neither clips nor recordings. */
export const order = (projectors: Projectors, command: ProjectorOrder): void => {
  const handlers = outputCommands(undefined as never, projectors, undefined as never);
  void handlers[command.do](command as never);
};
