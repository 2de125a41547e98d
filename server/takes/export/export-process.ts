import { setPriority } from "node:os";
import { reasonOf } from "../../../shared/events/report.ts";
import type { TakeFileName } from "../../../shared/protocol/take-files.ts";
import { projectVersion } from "../../core/files/project-folder.ts";
import { openTake } from "../read-take.ts";
import { FORMATS, type Format } from "./formats.ts";
import { readMusic } from "./read-music.ts";
import { SummaryNotes, summaryOf } from "./summary.ts";

// Writes one take as one file to standard output, in a process of its own, which waits for everybody else.

const LAST_IN_LINE = 19;

/** What is told before the first byte: how many come, or why none do. */
export type Written = { readonly ok: true; readonly bytes: number } | { readonly ok: false; readonly reason: string };

const write = async (folder: string, kind: TakeFileName): Promise<Uint8Array> => {
  const take = await openTake(folder);
  const notes = new SummaryNotes();
  const music = await readMusic(take, undefined, (record) => notes.take(record));
  const content =
    kind === "summary"
      ? JSON.stringify(summaryOf(music, notes, take.header.began))
      : (FORMATS[kind] as Format).write(
          music,
          music.voices.filter(({ sounds }) => sounds),
          projectVersion(),
        );
  return typeof content === "string" ? Buffer.from(content) : content;
};

setPriority(LAST_IN_LINE);
const [folder = "", kind = "summary"] = process.argv.slice(2);
const tell = (told: Written): Promise<void> =>
  new Promise((resolve) => (process.connected ? process.send?.(told, () => resolve()) : resolve()));
try {
  const content = await write(folder, kind as TakeFileName);
  await tell({ ok: true, bytes: content.length });
  await new Promise<void>((resolve) => process.stdout.write(content, () => resolve()));
} catch (error) {
  await tell({ ok: false, reason: reasonOf(error) });
}
if (process.connected) process.disconnect();
