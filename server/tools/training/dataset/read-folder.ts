import { Collector, findSources } from "./collect.ts";
import { DatasetOptions, type FileRecord } from "./record.ts";

/** All MIDI files below a folder as they are, each in the test split: what a folder is evaluated as. */
export const readFolder = async (folder: string): Promise<FileRecord[]> => {
  const collector = new Collector(DatasetOptions.parse({ folders: [folder], loops: "once" }));
  const records: FileRecord[] = [];
  for (const source of await findSources([folder]))
    records.push(await collector.collect(source, { split: "test", tags: {} }));
  return records;
};
