import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Show } from "../../server/core/show/show.ts";
import type { TakeRecord } from "../../server/takes/log/record.ts";
import { HEADER_FILE, LOG_FOLDER, type TakeHeader } from "../../server/takes/take-header.ts";
import { PLAIN_PROJECTOR } from "../../shared/mapping/plain-projector.ts";
import type { Cue } from "../../shared/music/cue.ts";
import type { Drum } from "../../shared/music/drums.ts";
import { NO_PASSES } from "../../shared/picture/passes.ts";
import { beats, type Ms, ms } from "../../shared/time/units.ts";
import { headerOf, writeLog } from "./written-log.ts";

/** Somebody's hit, so many milliseconds into the take. */
export interface TakeHit {
  readonly at: number;
  readonly drum?: Drum;
  readonly velocity?: number;
  /** Played by a model, which knew it half a second ahead. */
  readonly voice?: string;
}

interface SyntheticTake {
  readonly seconds: number;
  readonly hits: readonly TakeHit[];
  readonly cues?: readonly (Partial<Omit<Cue, "at">> & { readonly at: number })[];
  readonly tempo?: number;
  readonly show?: unknown;
  /** Corners of a projector of this name. */
  readonly projectors?: Readonly<Record<string, Partial<typeof PLAIN_PROJECTOR>>>;
  /** The flash limiter is turned off then, in milliseconds. */
  readonly limiterUntil?: number;
}

/** Where the take lies on its server's axis: far from 0, as servers' axes do. */
export const TAKE_BEGAN = 1_234_567.25;

/** Writes a take as a server would have that heard this and no more, into a folder that is not there yet. */
export const writeTake = async (folder: string, take: SyntheticTake): Promise<void> => {
  const { seconds, hits, cues = [], tempo = 120, show: given = {}, projectors = {}, limiterUntil } = take;
  const show = Show.parse(given);
  const moment = (at: number) => ms(TAKE_BEGAN + at);
  const beatAt = (at: number) => beats((at / 60_000) * tempo);
  const records: TakeRecord[] = [
    {
      kind: "transport",
      at: moment(-100),
      playing: true,
      rest: beats(0),
      tempo,
      originBeats: beats(0),
      originMs: moment(0),
      metre: { numerator: 4, denominator: 4 },
      jumped: true,
    },
    pictureTold(moment(-90), true),
    ...(limiterUntil === undefined ? [] : [pictureTold(moment(limiterUntil), false)]),
    {
      kind: "told",
      at: moment(-80),
      event: "projectors",
      state: {
        canvas: null,
        projectors: Object.entries(projectors).map(([name, setup]) => ({
          name,
          stages: 1,
          identifiedAt: null,
          setup: { ...PLAIN_PROJECTOR, ...setup },
        })),
      },
    },
    ...cues.map((cue, id): TakeRecord => {
      const { at, ...rest } = cue;
      const whole = {
        id,
        seed: 7,
        transition: "cut",
        transitionBeats: beats(0),
        palette: "ember",
        intensity: 0.7,
        passes: NO_PASSES,
        scene: "antiphony",
        ...rest,
      };
      return {
        kind: "cue",
        at: moment(Math.max(-150, at - 2000)),
        cue: { ...whole, beat: beatAt(at), at: moment(at) } as Cue,
      };
    }),
    ...hits.map(({ at, drum = "kick", velocity = 120, voice }, id): TakeRecord => {
      const note = { id: id + 1, drum, velocity, beat: beatAt(at), duration: beats(0.25) };
      return voice === undefined
        ? {
            kind: "live",
            at: moment(at),
            note: { ...note, voice: "drummer", at: moment(at), surprise: null, live: true },
          }
        : { kind: "plan", at: moment(Math.max(-40, at - 500)), note: { ...note, voice, surprise: 1, live: false } };
    }),
  ];
  records.sort((one, other) => one.at - other.at);
  const tempi: TakeHeader["tempi"] = [{ at: moment(0), beat: 0, tempo, metre: [4, 4], playing: true }];
  const header: TakeHeader = { ...headerOf(moment(0), moment(1000 * seconds)), show, tempi };
  await mkdir(folder, { recursive: true });
  await writeLog(join(folder, LOG_FOLDER), records);
  await writeFile(join(folder, HEADER_FILE), JSON.stringify(header));
};

const pictureTold = (at: Ms, flashLimiter: boolean): TakeRecord => ({
  kind: "told",
  at,
  event: "picture",
  state: {
    blackout: false,
    light: { from: 1, to: 1, at: 0, length: 0 },
    frozenAt: null,
    flashLimiter,
    passes: {},
    limiting: 0,
  },
});
