import type { DeskCommand } from "../../shared/controls/controls.ts";
import type { Change } from "../../shared/controls/replay.ts";
import type { Chosen, Manner, PageState, Place, TakeState } from "./take-state.ts";

/** In seconds: no bar is shorter. */
const SHORT = 0.05;

/** What is ordered to hear a take, part by part. Never rejects. */
export class Practice {
  readonly #state: () => TakeState;
  readonly #change: (news: Partial<PageState>) => void;
  /** Resolves with whether it was done. */
  readonly #order: (command: DeskCommand) => Promise<boolean>;

  constructor(
    state: () => TakeState,
    change: (news: Partial<PageState>) => void,
    order: (command: DeskCommand) => Promise<boolean>,
  ) {
    this.#state = state;
    this.#change = change;
    this.#order = order;
  }

  async hear({ take, seconds: wanted }: Place, manner: Manner): Promise<void> {
    const seconds = Math.max(0, Math.min(wanted, (this.#lengthOf(take) ?? wanted) - SHORT));
    this.#change({ manner });
    const { replay } = this.#state();
    const goesOn = replay?.take === take && replay.manner === manner;
    const isOutside = replay?.loop != null && (seconds < replay.loop.from || seconds >= replay.loop.to);
    if (goesOn && isOutside && !(await this.#order({ do: "replay-loop" }))) return;
    const at = named(seconds);
    // Who clicks into a take that is paused wants to hear it.
    const isPaused = goesOn && replay.paused;
    const isOn = await this.#order(goesOn ? { do: "replay-seek", to: at } : { do: "replay", take, manner, from: at });
    if (isOn && isPaused) await this.#order({ do: "replay-pause", on: false });
    if (isOn && !goesOn && this.#state().speed !== 1)
      await this.#order({ do: "replay-speed", speed: this.#state().speed });
  }

  async loop({ take, part }: Chosen, changes?: readonly Change[]): Promise<void> {
    this.#change({ chosen: { take, part } });
    const { replay, manner, speed, countInBars } = this.#state();
    if (replay?.take !== take || replay.manner !== manner) {
      if (!(await this.#order({ do: "replay", take, manner, from: named(part.from) }))) return;
      if (speed !== 1 && !(await this.#order({ do: "replay-speed", speed }))) return;
    }
    // Its end is nowhere in a take.
    const isToEnd = part.to >= (this.#lengthOf(take) ?? part.to) - SHORT;
    await this.#order({
      do: "replay-loop",
      from: named(part.from),
      ...(isToEnd ? {} : { to: named(part.to) }),
      ...(countInBars === 0 ? {} : { countInBars }),
      ...(changes === undefined ? {} : { changes: [...changes] }),
    });
  }

  async hearBoth(chosen: Chosen): Promise<void> {
    const { otherwise } = this.#state();
    if (otherwise === null) return;
    const { voice, setting, value } = otherwise;
    this.#change({ manner: "drummer" });
    await this.loop(chosen, [{ voice, set: { [setting]: value } }]);
  }

  async setCountIn(countInBars: number): Promise<void> {
    this.#change({ countInBars });
    const { replay, chosen } = this.#state();
    // What is looped begins anew with it.
    if (replay?.loop == null || chosen?.take !== replay.take) return;
    await (replay.loop.changed === undefined ? this.loop(chosen) : this.hearBoth(chosen));
  }

  async setSpeed(speed: number): Promise<void> {
    this.#change({ speed });
    if (this.#state().replay !== null) await this.#order({ do: "replay-speed", speed });
  }

  #lengthOf(take: string): number | null {
    return this.#state().shown.find(({ name }) => name === take)?.summary?.seconds ?? null;
  }
}

/** A moment as the orders have it; a tenth of a millisecond is finer than any clock. */
const named = (seconds: number): string => `${Math.max(0, seconds).toFixed(4)}s`;
