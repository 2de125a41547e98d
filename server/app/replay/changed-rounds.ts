import type { ControlValues } from "../../../shared/controls/controls.ts";
import type { Change } from "../../../shared/controls/replay.ts";
import { noSuch } from "../../../shared/text/no-such.ts";
import type { CarryOut } from "../gate.ts";
import { TurnedByTake } from "./turned-by-take.ts";

/** Two answers to the same playing: every second round of a loop the voices are set otherwise, and back for the next. */
export class ChangedRounds {
  readonly #controls: () => ControlValues;
  readonly #turned: TurnedByTake;
  /** By the paths of the settings. */
  #changes: readonly (readonly [path: string, value: unknown])[] = [];
  #isChanged = false;

  constructor(carryOut: CarryOut, controls: () => ControlValues) {
    this.#controls = controls;
    this.#turned = new TurnedByTake(carryOut, controls);
  }

  /** Whether they are set otherwise now; null where they never are. */
  get changed(): boolean | null {
    return this.#changes.length === 0 ? null : this.#isChanged;
  }

  /** From the next round of a loop on, in place of those before. Throws a sentence for a voice that is not there. */
  begin(changes: readonly Change[]): void {
    const turned = changes.flatMap(({ voice, set }) =>
      Object.entries(set).map(([name, value]) => {
        const path = `voice/${voice}/${name}`;
        if (this.#controls()[path] === undefined) throw new Error(noSuch("voice", voice, this.#voices()));
        return [path, value] as const;
      }),
    );
    this.end();
    this.#changes = turned;
  }

  /** A round begins, or goes on. */
  enter(round: number): void {
    const isChanged = this.#changes.length > 0 && round % 2 === 1;
    if (isChanged === this.#isChanged) return;
    this.#isChanged = isChanged;
    if (isChanged) for (const [path, value] of this.#changes) this.#turned.turn(path, value);
    else this.#turned.turnBack();
  }

  /** All are set as they were; what somebody else has turned meanwhile stays. */
  end(): void {
    this.enter(0);
    this.#changes = [];
  }

  #voices(): string[] {
    const names = Object.keys(this.#controls()).map((path) => /^voice\/([^/]+)\//.exec(path)?.[1]);
    return [...new Set(names.filter((name) => name !== undefined))];
  }
}
