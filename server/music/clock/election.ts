import type { ClockSource } from "../../../shared/time/clock-source.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { isSteerable } from "./steerable-clock.ts";
import type { Transport } from "./transport.ts";

/** One who may lead, besides the internal clock, which always may. */
export interface Candidate {
  readonly kind: "link" | "midi" | "drummer";
  /** What it is chosen by: `link`, or `midi:NAME`. */
  readonly key: string;
  readonly source: ClockSource;
  /** Whether nobody else is heard in it: then it leads only if it was chosen. */
  readonly isAlone?: () => boolean;
  /** Whether it can lead though its source claims no lock: it has a tempo, and is doubted. */
  readonly inDoubt?: () => boolean;
}

/** Who leads, for people. */
interface Elected {
  readonly leader: ClockSource;
  /** The key that was chosen; `auto` for whoever comes first. */
  readonly choice: string;
  /** One clause: `chosen`, or why somebody else leads. */
  readonly why: string;
}

export const AUTO = "auto";
export const INTERNAL = "internal";

/** A leader that is lost keeps the lead, and holds its tempo, this long before the next takes over. */
export const HOLD = ms(5000);

/** Who comes first when nobody was chosen, or the chosen one is silent. */
const RANKS: readonly Candidate["kind"][] = ["link", "midi", "drummer"];

/**
 * Sees to it that the transport follows exactly one source: the chosen one, else Ableton Link, else
 * a MIDI clock, else the drummer, else the internal clock. One that falls silent holds its tempo and
 * after HOLD gives way to the next without a jump in beat; as soon as it is back it is taken again.
 * Time and transport are two switches: start and stop of a source are obeyed only if `followTransport`.
 */
export class Election {
  readonly #transport: Transport;
  readonly #time: TimeSource;
  readonly #onChange: () => void;
  readonly #candidates = new Map<Candidate, () => void>();
  #choice: string;
  #followTransport: boolean;
  #leader: Candidate | null = null;
  #obeyed: Candidate | null = null;
  /** Since when the leader has been silent; null while it is not. */
  #silentSince: Ms | null = null;
  #cancelHold: () => void = () => {};
  #told = "";

  /** `onChange` is called whenever another leads, or the one who leads has changed its state. */
  constructor(transport: Transport, time: TimeSource, choice: string, followTransport: boolean, onChange: () => void) {
    this.#transport = transport;
    this.#time = time;
    this.#choice = choice;
    this.#followTransport = followTransport;
    this.#onChange = onChange;
  }

  get state(): Elected {
    return { leader: this.#transport.source, choice: this.#choice, why: this.#why() };
  }

  get choice(): string {
    return this.#choice;
  }

  get followsTransport(): boolean {
    return this.#followTransport;
  }

  /** One more that may lead; it belongs to whoever made it. The returned function takes it out, and may be called twice. */
  add(candidate: Candidate): () => void {
    this.#candidates.set(
      candidate,
      candidate.source.onChange(() => this.#elect()),
    );
    this.#elect();
    return () => {
      const leave = this.#candidates.get(candidate);
      if (leave === undefined) return;
      leave();
      this.#candidates.delete(candidate);
      this.#elect();
    };
  }

  /** `internal`, `auto`, or a candidate's key: one that is not there yet is taken when it is added. */
  choose(key: string): void {
    this.#choice = key;
    this.#elect();
  }

  /** Whether start, continue and stop of the source are obeyed, and not only its time. */
  followTransport(follow: boolean): void {
    this.#followTransport = follow;
    this.#elect();
  }

  /** The internal clock leads on. */
  dispose(): void {
    this.#cancelHold();
    for (const leave of this.#candidates.values()) leave();
    this.#candidates.clear();
    this.#follow(null);
    this.#obey(null);
  }

  #elect(): void {
    this.#cancelHold();
    const order = this.#order();
    const now = this.#time.now();
    this.#silentSince = this.#leader === null || this.#isHeard(this.#leader) ? null : (this.#silentSince ?? now);
    const next = order.find((each) => this.#isHeard(each) || (each === this.#leader && this.#holds(now))) ?? null;
    this.#follow(next);
    if (next !== null && this.#silentSince !== null)
      this.#cancelHold = this.#time.wake(ms(this.#silentSince + HOLD), () => this.#elect());
    const external = order.filter((each) => each.kind !== "drummer");
    this.#obey(
      this.#followTransport
        ? (external.find((each) => each.source.state !== "idle" && this.#counts(each)) ??
            external.find((each) => each.key === this.#choice) ??
            null)
        : null,
    );
    this.#tell();
  }

  /** Sources change with every tick; who leads does not. */
  #tell(): void {
    const { leader, choice, why } = this.state;
    const told = [leader.name, leader.state, choice, why, this.#followTransport].join("\n");
    if (told === this.#told) return;
    this.#told = told;
    this.#onChange();
  }

  #holds(now: Ms): boolean {
    return this.#silentSince !== null && this.#leader?.source.timeline !== null && now < this.#silentSince + HOLD;
  }

  /** Everybody who may lead before the internal clock does, the first first. */
  #order(): readonly Candidate[] {
    const all = [...this.#candidates.keys()];
    const ranked = RANKS.flatMap((kind) => all.filter((each) => each.kind === kind));
    // Without any clock is when the drummer leads; who chooses the internal clock wants no other.
    if (this.#choice === INTERNAL) return ranked.filter((each) => each.kind === "drummer");
    return [
      ...ranked.filter((each) => each.key === this.#choice),
      ...ranked.filter((each) => each.key !== this.#choice),
    ];
  }

  #follow(next: Candidate | null): void {
    const isNew = next !== this.#leader;
    if (isNew) this.#silentSince = null;
    this.#leader = next;
    // The drummer goes on at the tempo that was, whoever led before.
    if (isNew && next?.kind === "drummer" && isSteerable(next.source)) next.source.lead?.(this.#transport.timeline);
    this.#transport.follow(next?.source ?? null);
  }

  #obey(next: Candidate | null): void {
    if (next === this.#obeyed) return;
    this.#obeyed = next;
    this.#transport.obey(next?.source ?? null);
  }

  #why(): string {
    const leader = this.#leader;
    if (leader !== null && this.#silentSince !== null) return `it is silent: its tempo is held`;
    if ((leader?.key ?? INTERNAL) === this.#choice) return "chosen";
    if (leader?.kind === "drummer") return "no clock leads, and the drummer is followed";
    if (this.#choice === AUTO) return leader === null ? "no other clock is heard" : "the first that is heard";
    return `${this.#choice} was chosen and is not heard`;
  }

  /** Whether it can lead now. The drummer is always there, as the internal clock is: it says itself how sure it is. */
  #isHeard(candidate: Candidate): boolean {
    const { kind, source } = candidate;
    if (source.timeline === null) return false;
    if (kind === "drummer") return true;
    const leads = source.state === "locked" || (source.state === "locking" && candidate.inDoubt?.() === true);
    return leads && this.#counts(candidate);
  }

  /** One in which nobody else is heard counts only if it was chosen. */
  #counts({ key, isAlone }: Candidate): boolean {
    return key === this.#choice || isAlone?.() !== true;
  }
}
