import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Show } from "../../server/core/show/show.ts";
import { LogWriter } from "../../server/takes/log/log-writer.ts";
import { stateKeyOf, type TakeRecord } from "../../server/takes/log/record.ts";
import { compressSegment } from "../../server/takes/log/running-log.ts";
import { SEGMENT_MS, segmentName } from "../../server/takes/log/segment.ts";
import { HEADER_FILE, LOG_FOLDER, newHeader, type TakeHeader } from "../../server/takes/take-header.ts";
import { busyLine, firstLine } from "../../server/tools/bench/busy-band.ts";
import { Random } from "../../shared/chance/random.ts";
import { type Ms, ms } from "../../shared/time/units.ts";

/** The lines of a band that plays for some seconds, from `begin` on. */
export const playedLines = (seed: number, seconds: number, perSecond = 40, begin = 1000): readonly TakeRecord[] => {
  const random = new Random(seed, "played");
  const lines: TakeRecord[] = [firstLine(ms(begin))];
  for (let number = 1; number < seconds * perSecond; number++)
    lines.push(busyLine(random, number, ms(Math.round((begin + (number * 1000) / perSecond) * 1000) / 1000)));
  return lines;
};

/** Writes a log as the program does, all but the last file of it compressed. */
export const writeLog = async (folder: string, lines: readonly TakeRecord[]): Promise<void> => {
  const writer = new LogWriter(folder);
  const state = new Map<string, TakeRecord>();
  let until = Number.NEGATIVE_INFINITY;
  for (const line of lines) {
    if (line.at >= until) {
      const known = [...state.values()].map((record) => `${JSON.stringify(record)}\n`);
      writer.begin({ at: line.at, state: known.length, lost: 0 }, known.join(""));
      until = line.at + SEGMENT_MS;
      if (writer.number > 0) await compressSegment(join(folder, segmentName(writer.number - 1)));
    }
    const key = stateKeyOf(line);
    if (key !== null) {
      state.delete(key);
      state.set(key, line);
    }
    writer.append(`${JSON.stringify(line)}\n`);
  }
  writer.close();
};

export const headerOf = (from: number, to: number | null): TakeHeader =>
  newHeader({
    antiphon: "0.1.0",
    protocol: 1,
    show: Show.parse({ name: "Kitchen" }),
    showFile: null,
    seed: 7,
    run: 1,
    began: "2026-11-29T20:00:00.000Z",
    from: ms(from),
    to: to === null ? null : ms(to),
    whole: true,
  });

/** Writes a take of these lines. */
export const writeTakeOf = async (folder: string, lines: readonly TakeRecord[], from?: number): Promise<void> => {
  await mkdir(folder, { recursive: true });
  await writeLog(join(folder, LOG_FOLDER), lines);
  const header = headerOf(from ?? lines[0]?.at ?? 0, lines.at(-1)?.at ?? 0);
  await writeFile(join(folder, HEADER_FILE), JSON.stringify(header));
};

export const everything = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};

export const FOREVER: { readonly from: Ms; readonly to: Ms } = {
  from: ms(Number.NEGATIVE_INFINITY),
  to: ms(Number.POSITIVE_INFINITY),
};
