import { Collector, findSources } from "./collect.ts";
import { DatasetOptions, type FileRecord } from "./record.ts";

/**
 * All MIDI files below a folder as they are, each in the test split: what a folder is evaluated as. `kit` says which
 * pitches are which drum, where it is not as usual.
 */
export const readFolder = async (
  folder: string,
  kit: Partial<Pick<DatasetOptions, "pitches" | "overrides">> = {},
): Promise<FileRecord[]> => {
  const collector = new Collector(DatasetOptions.parse({ ...kit, folders: [folder], loops: "once" }));
  const records: FileRecord[] = [];
  for (const source of await findSources([folder]))
    records.push(await collector.collect(source, { split: "test", tags: {} }));
  return records;
};
