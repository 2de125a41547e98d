import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { reasonOf } from "../shared/events/report.ts";
import { projectFolder } from "./core/files/project-folder.ts";
import { monotonicTime } from "./core/time/monotonic.ts";
import { addBench } from "./tools/command-line/bench.ts";
import { addDataset } from "./tools/command-line/dataset.ts";
import { addDoctor } from "./tools/command-line/doctor.ts";
import { addEvaluate } from "./tools/command-line/evaluate.ts";
import { addExport } from "./tools/command-line/export.ts";
import { addImport } from "./tools/command-line/import.ts";
import { addPlay } from "./tools/command-line/play.ts";
import { addPorts } from "./tools/command-line/ports.ts";
import { addRender } from "./tools/command-line/render.ts";
import { addReplay } from "./tools/command-line/replay.ts";
import { addScene } from "./tools/command-line/scene.ts";
import { addShow } from "./tools/command-line/show.ts";
import { addTakes } from "./tools/command-line/takes.ts";
import { openTerminal } from "./tools/command-line/terminal.ts";
import { addTrain } from "./tools/command-line/train.ts";

// Arguments to a command. The only file that ends the process: 0 when the command did what it was
// asked to, 1 when it could not (one sentence says why), 2 when it was not understood.

const MISUNDERSTOOD = 2;

const terminal = openTerminal(process.stdout, process.stderr, monotonicTime);
const { version, description } = JSON.parse(readFileSync(join(projectFolder, "package.json"), "utf8"));

const program = new Command("antiphon")
  .description(description)
  .version(version)
  .showHelpAfterError('("antiphon --help" lists the commands)')
  .exitOverride();

addPlay(program, terminal);
addReplay(program, terminal);
addPorts(program, terminal);
addDoctor(program, terminal);
addExport(program, terminal);
addDataset(program, terminal);
addTrain(program, terminal);
addScene(program, terminal);
addRender(program, terminal);
addShow(program, terminal);
addTakes(program, terminal);
addEvaluate(program, terminal);
addImport(program, terminal);
addBench(program, terminal);
// Results of the others wait for whoever reads them: they have no band.
program.hook("preAction", (_, command) => {
  if (command.name() === "play") terminal.showComesFirst();
});

try {
  await program.parseAsync();
} catch (error) {
  const isCommander = error instanceof Error && "exitCode" in error && typeof error.exitCode === "number";
  // Commander has printed its own complaints, and help asked for is no failure.
  if (isCommander) process.exitCode = error.exitCode === 0 ? 0 : MISUNDERSTOOD;
  else {
    terminal.note(`error: ${reasonOf(error)}`);
    process.exitCode = 1;
  }
}
await terminal.flushed();
// Native ports and workers may keep the process alive after everything is disposed of.
process.exit();
