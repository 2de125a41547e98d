import { stat } from "node:fs/promises";
import { join } from "node:path";
import { Random } from "../../../shared/chance/random.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { monotonicNow } from "../../core/time/monotonic.ts";
import { writeHeader } from "../../takes/finish-take.ts";
import { LogWriter } from "../../takes/log/log-writer.ts";
import { LogReader } from "../../takes/log/read-log.ts";
import { dated } from "../../takes/log/record.ts";
import { compressSegment } from "../../takes/log/running-log.ts";
import { COMPRESSED, SEGMENT_MS, segmentName } from "../../takes/log/segment.ts";
import { type EntryPoint, entryPoint } from "../../takes/replay/entry-point.ts";
import { openTakeApart } from "../../takes/replay/take-reader.ts";
import { LOG_FOLDER } from "../../takes/take-header.ts";
import { benchHeader } from "./bench-header.ts";
import { busyLine, firstLine } from "./busy-band.ts";
import { type Figure, figure } from "./measure.ts";
import { percentile } from "./percentile.ts";

const PER_SECOND = 100;
const HOUR_SECONDS = 3600;
const SEEKS = 40;
const MB = 1e6;
const FOREVER = ms(Number.POSITIVE_INFINITY);

/** How large an hour of a take is, written into `folder`, and how soon one stands anywhere in it. */
export const hourOfTake = async (folder: string): Promise<Figure[]> => {
  const log = join(folder, LOG_FOLDER);
  const [plain, packed] = await writeHour(log);
  await writeHeader(folder, benchHeader(HOUR_SECONDS));
  const live = (packed * (HOUR_SECONDS - 60)) / HOUR_SECONDS + plain / 60;
  const alone = await seeks((at) =>
    entryPoint({ records: (from = at, to = FOREVER) => new LogReader(log).records(from, to) }, at),
  );
  // As a show opens the take that it plays.
  const opened = await openTakeApart(folder);
  const [first = 0, ...played] = await seeks((at) => opened.enter(at)).finally(() => opened.dispose());
  const begun = monotonicNow();
  let lines = 0;
  for await (const _ of new LogReader(log).records(ms(Number.NEGATIVE_INFINITY), FOREVER)) lines++;
  const all = monotonicNow() - begun;
  const [longest, longestPlayed] = [Math.max(...alone), Math.max(...played)];
  return [
    figure("an hour while it is recorded", live / MB, "MB", "< 50", live < 50 * MB),
    figure("an hour, finished", packed / MB, "MB", "< 10", packed < 10 * MB),
    figure("plain against compressed", plain / packed, "x"),
    figure("seek in an hour, longest", longest, "ms", "< 300", longest < 300),
    figure("seek in an hour, p50, against reading all of it", percentile(alone, 0.5) / all, "x"),
    figure("an hour is entered the first time, its reader started", first, "ms"),
    figure("seek in an hour that is played, p50", percentile(played, 0.5), "ms"),
    figure("seek in an hour that is played, longest", longestPlayed, "ms", "< 300", longestPlayed < 300),
    figure("lines read a second", (lines / all) * 1000, "1/s"),
  ];
};

/** From each question to everything that is true there, what is planned, and the first that happens: then it plays. */
const seeks = async (enter: (at: Ms) => Promise<EntryPoint>): Promise<number[]> => {
  const random = new Random(2, "bench");
  const times: number[] = [];
  for (let seek = 0; seek < SEEKS; seek++) {
    const at = ms(random.next() * HOUR_SECONDS * 1000);
    const begun = monotonicNow();
    await enter(at);
    times.push(monotonicNow() - begun);
  }
  return times;
};

/** Bytes as they are written, and compressed. */
const writeHour = async (folder: string): Promise<readonly [plain: number, packed: number]> => {
  const random = new Random(3, "bench");
  const writer = new LogWriter(folder);
  const line = (record: object): string => `${JSON.stringify(record)}\n`;
  let [plain, packed, number] = [0, 0, 0];
  for (let at = 0; at < HOUR_SECONDS * 1000; at += SEGMENT_MS) {
    writer.begin({ at: ms(at), state: 1, lost: 0 }, line(firstLine(ms(at))));
    const lines: string[] = [];
    for (let event = 0; event < (SEGMENT_MS / 1000) * PER_SECOND; event++)
      lines.push(line(busyLine(random, ++number, dated(ms(at + (event * 1000) / PER_SECOND + random.next())))));
    writer.append(lines.join(""));
    plain += writer.size;
    writer.close();
    const path = join(folder, segmentName(writer.number));
    await compressSegment(path);
    packed += (await stat(`${path}${COMPRESSED}`)).size;
  }
  return [plain, packed];
};
