import type { ReplayState } from "../../../shared/protocol/replay.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { bpm, ms } from "../../../shared/time/units.ts";
import type { TakeRecord } from "../log/record.ts";
import type { TransportLine } from "./counted-in.ts";
import { type EntryPoint, isPanic } from "./entry-point.ts";
import type { ReplayHouse } from "./replay-house.ts";
import type { TakeAxis } from "./take-axis.ts";

/** The first number of a take's notes: those of the house stay below. */
const FIRST_ID = 1e9;
/** More notes than any take has: each time it is entered its notes have other numbers. */
const IDS_A_PASS = 1e8;

/** Where the music is. */
type Music = Omit<Parameters<ReplayHouse["turn"]>[0], "jumped">;

/** Hands lines of a take on to a house, in the house's moments and numbers: as it was, or its drummer alone. */
export class LinePlayer {
  readonly #house: ReplayHouse;
  readonly #manner: ReplayState["manner"];
  readonly #axis: TakeAxis;
  #music: Music;
  /** Counts the times it was entered. */
  #pass = 0;

  /** `music` is where it is before the take says where. */
  constructor(house: ReplayHouse, manner: ReplayState["manner"], axis: TakeAxis, music: Music) {
    this.#house = house;
    this.#manner = manner;
    this.#axis = axis;
    this.#music = music;
  }

  /** Everything that is true at a place of the take. */
  enter({ transport, controls, cues, planned }: EntryPoint): void {
    this.#pass++;
    if (transport !== null) this.turn(transport, true);
    else this.#house.turn({ ...this.#music, jumped: true });
    if (this.#manner === "drummer") return;
    for (const { path, value } of controls) this.#house.control(path, value);
    for (const line of [...cues, ...planned]) this.play(line);
  }

  play(line: TakeRecord): void {
    const house = this.#house;
    if (line.kind === "transport") this.turn(line, line.jumped);
    else if (this.#manner === "drummer") {
      // Nobody has hit before it was entered.
      if (line.kind === "hit")
        house.hit({ ...line.hit, at: ms(Math.max(this.#axis.entry.house, this.#axis.toHouse(line.hit.at))) });
    } else if (line.kind === "live") {
      const { note } = line;
      house.play({ kind: "live", note: { ...note, id: this.#idOf(note.id), at: this.#axis.toHouse(note.at) } });
    } else if (line.kind === "plan") {
      const { note } = line;
      house.play({ kind: "plan", note: { ...note, id: this.#idOf(note.id) } });
    } else if (line.kind === "revoke") house.play({ kind: "revoke", notes: line.notes.map((id) => this.#idOf(id)) });
    else if (line.kind === "cue")
      house.play({ kind: "cue", cue: { ...line.cue, at: this.#axis.toHouse(line.cue.at) } });
    else if (line.kind === "gauge") {
      const { voice, density, surprise } = line;
      house.play({ kind: "gauge", voice, density, surprise });
    } else if (isPanic(line)) house.panic();
    else if (line.kind === "control") house.control(line.path, line.value);
  }

  /** The music is on this line, or stands. */
  turn({ tempo, originBeats, originMs, playing, metre }: TransportLine, jumped: boolean): void {
    const timeline = new Timeline(bpm(tempo * this.#axis.speed), originBeats, this.#axis.toHouse(originMs));
    this.#music = { playing, timeline, metre };
    this.#house.turn({ ...this.#music, jumped });
  }

  /** The music stands where it is. */
  halt(): void {
    this.#house.turn({ ...this.#music, playing: false, jumped: true });
  }

  #idOf(id: number): number {
    return FIRST_ID + this.#pass * IDS_A_PASS + id;
  }
}
