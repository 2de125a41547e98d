import type { Hit } from "../../../shared/music/note.ts";
import type { Metre } from "../../../shared/time/metre.ts";
import type { Timeline } from "../../../shared/time/timeline.ts";
import type { RecordOf } from "../log/record.ts";

/** What comes out of a take, with the numbers and moments of the house it is played in. */
export type TakeOutput = RecordOf<"played">["played"];

/** The house a take is played in. All moments and tempi are the house's; beats are the take's. */
export interface ReplayHouse {
  /** The take is entered, or counted in: what it played elsewhere is over. `round` is that of a loop, from 0. */
  enter(round: number): void;
  /** From now on the music is on this line, or stands; `jumped`: its beats do not go on in those before. */
  turn(music: {
    readonly playing: boolean;
    readonly jumped: boolean;
    readonly timeline: Timeline;
    readonly metre: Metre;
  }): void;
  /** As it was. */
  play(played: TakeOutput): void;
  /** Everything is silent at once, and what was planned is dropped. */
  panic(): void;
  /** The drummer alone plays. */
  hit(hit: Hit): void;
  /** A setting was turned. */
  control(path: string, value: unknown): void;
  /** The take is over. */
  ended(): void;
}
