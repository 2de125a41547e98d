import { TrainingError } from "../training-error.ts";
import { Collector, findSources } from "./collect.ts";
import { writeDataset } from "./dataset-file.ts";
import type { DatasetOptions, FileRecord } from "./record.ts";
import { placing } from "./split.ts";

/**
 * Reads all MIDI files of `options.folders` into the data file `out`, or goes on where an interrupted
 * run with the same options has left off. Returns a record for every file found, used or not; when
 * none could be used there is no data file. Throws TrainingError.
 */
export const makeDataset = async (
  options: DatasetOptions,
  out: string,
  onFile: (done: number, all: number) => void,
): Promise<readonly FileRecord[]> => {
  const [place, sources] = await Promise.all([placing(options), findSources(options.folders)]);
  if (sources.length === 0)
    throw new TrainingError(
      `${options.folders.join(", ")}: there are no .mid files and no takes; name a folder that has some, at any depth.`,
    );
  const collector = new Collector(options);
  const writer = await writeDataset(
    out,
    options,
    sources.map(({ source }) => source),
  );
  const records = [...writer.earlier];
  for (const record of records) collector.remember(record);
  for (const source of sources.slice(records.length)) {
    const record = await collector.collect(source, place(source.source));
    await writer.add(record);
    records.push(record);
    onFile(records.length, sources.length);
  }
  if (records.some((record) => record.unused === null)) await writer.finish();
  else await writer.discard();
  return records;
};
