import { readMusic } from "../../server/takes/export/read-music.ts";
import { SummaryNotes, summaryOf } from "../../server/takes/export/summary.ts";
import type { TakeSummary } from "../../shared/protocol/take-summary.ts";
import type { eveningTake } from "./evening-take.ts";
import { recordsOf } from "./seeded-take.ts";

/** An evening's take, summed up as the server would for a page. */
export const summedTake = async (
  { header, records }: ReturnType<typeof eveningTake>,
  name = "an evening",
): Promise<TakeSummary> => {
  const notes = new SummaryNotes();
  const source = { name, header, records: recordsOf(records) };
  const music = await readMusic(source, undefined, (record) => notes.take(record));
  return summaryOf(music, notes, header.began);
};
