import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { reasonOf } from "../../../shared/events/report.ts";
import { checkpointOf } from "../../music/rhythm/checkpoint/checkpoint.ts";
import { writeCheckpoint } from "../../music/rhythm/checkpoint/write-checkpoint.ts";
import { readBundle } from "../training/magenta/bundle.ts";
import { configOfBundle } from "../training/magenta/bundle-config.ts";
import { TrainingError } from "../training/training-error.ts";
import { importMidi, looksLikeMidi } from "./import-midi.ts";
import { addKitOptions, type KitOptions, kitOf } from "./kit-options.ts";
import { aCount } from "./numbers.ts";
import { mustBeThere, nonEmpty } from "./paths.ts";
import { type Terminal, table } from "./terminal.ts";

interface Options extends KitOptions {
  readonly out: string;
  readonly show?: string;
  readonly attentionLength?: number;
  readonly json?: boolean;
}

/**
 * `antiphon import FILE --out DIR`: a Magenta bundle to a checkpoint that loads here and in magenta-js, or a MIDI file to a
 * take.
 */
export const addImport = (program: Command, terminal: Terminal): void => {
  const command = program
    .command("import")
    .description("turn a Magenta bundle (.mag) into a checkpoint, or a MIDI file into a take")
    .argument("<file>", "the bundle or MIDI file")
    .requiredOption("--out <folder>", "where the checkpoint or the take goes", nonEmpty)
    .option("--show <file>", "the show whose drummer plays the MIDI file; without one, the default show", nonEmpty);
  addKitOptions(command)
    .option(
      "--attention-length <steps>",
      "steps that attention looks back over, if not as in Magenta's own models",
      aCount,
    )
    .option("--json", "as JSON on standard output")
    .action(async (file: string, options: Options, command: Command) => {
      const { out, attentionLength, json, show } = options;
      mustBeThere(command, "file", file, "file", "name a .mag or .mid file");
      const bytes = await readFile(file).catch((error: unknown) => {
        throw new TrainingError(`${file}: cannot be read (${reasonOf(error)}); name a .mag or .mid file.`);
      });
      if (looksLikeMidi(bytes, file)) {
        if (show !== undefined) mustBeThere(command, "--show", show, "file", "name a show file");
        const take = await importMidi({ file, bytes, out, show: show ?? null, kit: kitOf(command, options) });
        for (const remark of take.remarks) terminal.note(remark);
        if (json) terminal.print(JSON.stringify({ out, ...take.counts }));
        else terminal.print(`${out}: ${take.counts.hits} hits of ${take.where}, ${take.counts.seconds} s`);
        return;
      }
      const bundle = readBundle(bytes, file);
      const { config, playsDrums } = configOfBundle(bundle, attentionLength);
      const checkpoint = checkpointOf(config, bundle.weights, file);
      await writeCheckpoint(out, checkpoint);
      if (!playsDrums)
        terminal.report({
          room: "import",
          level: "warning",
          text: `${bundle.id} is no model of nine drums: its weights are in ${out}, but no voice here can play it.`,
        });
      const tensors = [...checkpoint.weights].map(([name, { shape }]) => ({ name, shape }));
      if (json) terminal.print(JSON.stringify({ out, id: bundle.id, shape: checkpoint.shape, playsDrums, tensors }));
      else {
        for (const line of table(tensors.map(({ name, shape }) => [name, shape.join(" x ")]))) terminal.note(line);
        terminal.print(`${out}: ${tensors.length} tensors of ${bundle.id}`);
      }
    });
};
