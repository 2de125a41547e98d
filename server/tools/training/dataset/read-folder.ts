import { Collector, findSources } from "./collect.ts";
import type { DatasetOptions, FileRecord } from "./record.ts";

/** All MIDI files below a folder as they are, each in the test split: what a folder is evaluated as. */
export const readFolder = async (folder: string): Promise<FileRecord[]> => {
  const options: DatasetOptions = {
    folders: [folder],
    about: "",
    pitches: "note-seq",
    channel: "auto",
    loops: "once",
    metre: "4/4",
    duplicates: "keep",
    seed: 0,
    validation: 0,
    test: 1,
    table: null,
  };
  const collector = new Collector(options);
  const records: FileRecord[] = [];
  for (const source of await findSources([folder]))
    records.push(await collector.collect(source, { split: "test", tags: {} }));
  return records;
};
