import { dirname, relative, resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { SCENE_NAME, SCENE_NAME_RULE } from "../../../shared/protocol/own-scenes.ts";
import { projectFolder } from "../../core/files/project-folder.ts";
import { writeNewScene } from "../../picture/scenes/new-scene.ts";
import { mustBeThere, nonEmpty } from "./paths.ts";
import type { Terminal } from "./terminal.ts";

/** `antiphon scene new NAME`: a scene of one's own to begin with, in the show's folder. */
export const addScene = (program: Command, terminal: Terminal): void => {
  program
    .command("scene")
    .description("scenes of your own")
    .command("new")
    .argument("<name>", "what it is called", sceneName)
    .description("write a scene to begin with into the show's folder")
    .option("--show <file>", "the show it is for; without one, the default show here", nonEmpty)
    .option("--isf", "a shader of the common ISF format in place of TypeScript")
    .action(async (name: string, options: { readonly show?: string; readonly isf?: boolean }, command: Command) => {
      const { show, isf } = options;
      if (show !== undefined)
        mustBeThere(command, "--show", show, "file", 'write one first, with "antiphon show new FILE"');
      const folder = resolve(show === undefined ? "." : dirname(show));
      const file = await writeNewScene({ name, show: folder, project: projectFolder, isf: isf ?? false });
      const play = show === undefined ? "antiphon play" : `antiphon play ${show}`;
      terminal.print(`Wrote ${relative(".", file)}.`);
      terminal.note(`Now "${play}", put the scene on from the desk, and edit the file: every save is seen at once.`);
      terminal.note("docs/scenes.md says what a scene is.");
    });
};

const sceneName = (text: string): string => {
  if (!SCENE_NAME.test(text)) throw new InvalidArgumentError(`It is ${SCENE_NAME_RULE}.`);
  return text;
};
