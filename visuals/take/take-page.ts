import type { TemplateResult } from "lit-html";
import { COMMANDS, type DeskCommand } from "../../shared/controls/controls.ts";
import { type TakeFileName, takePageAddress } from "../../shared/protocol/take-files.ts";
import type { TakeEntry } from "../../shared/protocol/takes.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { download } from "../desk/download.ts";
import { Toasts } from "../desk/toasts.ts";
import type { ServerConnection } from "../socket/server-connection.ts";
import type { ServerTime } from "../time/server-time.ts";
import { keyAct } from "./keys.ts";
import { loadTake, NOT_YET } from "./load-take.ts";
import type { Chosen, FilmSize, Manner, PageOwn, Place, ShownTake, TakeState } from "./take-state.ts";
import { takePageView } from "./views/take-page-view.ts";

/** What is the page's own to change. */
type Own = Pick<TakeState, "part" | "chosen" | "hover" | "manner" | "speed" | "loading">;

/** In seconds: no bar is shorter. */
const SHORT = 0.05;
const NOTHING = { from: 0, to: 1 };

/** The page of a take, or of two that are compared: what it shows, and what is ordered from it. */
export class TakePage {
  readonly #connection: ServerConnection;
  readonly #server: ServerTime;
  readonly #draw: (view: TemplateResult) => void;
  readonly #toasts: Toasts;
  readonly #page: PageOwn;
  #own: Own = { part: NOTHING, chosen: null, hover: null, manner: "as-it-was", speed: 1, loading: [] };
  #shown: readonly ShownTake[];
  /** Of the takes that are shown, as the library had them when they were read. */
  #read = "";
  #drawing = false;

  constructor(
    connection: ServerConnection,
    server: ServerTime,
    time: TimeSource,
    draw: (view: TemplateResult) => void,
  ) {
    this.#connection = connection;
    this.#server = server;
    this.#draw = draw;
    this.#toasts = new Toasts(time, () => this.#redraw());
    this.#shown = namesIn(location.search).map(NOT_YET);
    this.#page = {
      show: (part) => this.#change({ part }),
      choose: (chosen) => this.#change({ chosen }),
      hoverAt: (hover) => this.#change({ hover }),
      hear: (take, seconds, manner = this.#own.manner) => void this.#hear({ take, seconds }, manner),
      loop: (chosen) => void this.#loop(chosen),
      setSpeed: (speed) => void this.#setSpeed(speed),
      pause: (on) => void this.#order({ do: "replay-pause", on }),
      stop: () => void this.#order({ do: "replay-stop" }),
      compareWith: (take) => this.#compareWith(take),
      download: (take, kind) => void this.#download(take, kind),
      film: (take, size) => void this.#film(take, size),
      stopFilm: () => void this.#order({ do: "film-stop" }),
      dismiss: (toast) => this.#toasts.dismiss(toast),
    };
    connection.changed.on(() => {
      this.#refresh();
      this.#redraw();
    });
    addEventListener("popstate", () => this.#turnTo(namesIn(location.search)));
    this.#redraw();
  }

  /** A key was pressed somewhere on the page. */
  key(event: KeyboardEvent): void {
    const { target } = event;
    if (target instanceof HTMLSelectElement || target instanceof HTMLInputElement) return;
    const act = keyAct(event);
    if (act === null) return;
    event.preventDefault();
    act(this.state, this.#server.now());
  }

  get state(): TakeState {
    const { snapshot, state } = this.#connection;
    return {
      ...this.#own,
      connection: state,
      objection: snapshot?.objection ?? null,
      shown: this.#shown,
      takes: snapshot?.takes?.takes ?? [],
      length: lengthOfAll(this.#shown),
      replay: snapshot?.replay ?? null,
      film: snapshot?.film ?? null,
      toasts: this.#toasts.all,
      page: this.#page,
    };
  }

  /** What is shown is read when it is there, and again when it has another end. */
  #refresh(): void {
    const { snapshot } = this.#connection;
    if (snapshot?.takes === undefined || this.#connection.state !== "open") return;
    const entries = this.#shown.map(({ name }) => snapshot.takes?.takes.find((take) => take.name === name) ?? null);
    const read = JSON.stringify(entries.map(sizeOf));
    if (read === this.#read) return;
    this.#read = read;
    for (const { name } of this.#shown) void this.#load(name);
  }

  async #load(name: string): Promise<void> {
    const before = this.#shown.find((take) => take.name === name);
    const loaded = await loadTake(name);
    // Meanwhile another may be shown; what was read before is better than nothing.
    if (loaded.summary === null && before?.summary) return;
    const isFirst = lengthOfAll(this.#shown) === 0;
    this.#shown = this.#shown.map((take) => (take.name === name ? loaded : take));
    const length = lengthOfAll(this.#shown);
    const { part } = this.#own;
    this.#change(isFirst || part.to > length || part.from === 0 ? { part: { from: 0, to: length || 1 } } : {});
  }

  #turnTo(names: readonly string[]): void {
    this.#shown = names.map((name) => this.#shown.find((take) => take.name === name) ?? NOT_YET(name));
    this.#read = "";
    this.#change({ chosen: null, hover: null });
    this.#refresh();
  }

  #compareWith(take: string | null): void {
    const own = this.#shown[0]?.name ?? "";
    history.pushState(null, "", takePageAddress(own, take ?? undefined));
    this.#turnTo(take === null ? [own] : [own, take]);
  }

  async #hear({ take, seconds: wanted }: Place, manner: Manner): Promise<void> {
    const seconds = Math.max(0, Math.min(wanted, (this.#lengthOf(take) ?? wanted) - SHORT));
    this.#change({ manner });
    const { replay } = this.state;
    const goesOn = replay?.take === take && replay.manner === manner;
    const isOutside = replay?.loop != null && (seconds < replay.loop.from || seconds >= replay.loop.to);
    if (goesOn && isOutside && !(await this.#order({ do: "replay-loop" }))) return;
    const at = named(seconds);
    // Who clicks into a take that is paused wants to hear it.
    const isPaused = goesOn && replay.paused;
    const isOn = await this.#order(goesOn ? { do: "replay-seek", to: at } : { do: "replay", take, manner, from: at });
    if (isOn && isPaused) await this.#order({ do: "replay-pause", on: false });
    if (isOn && !goesOn && this.#own.speed !== 1) await this.#order({ do: "replay-speed", speed: this.#own.speed });
  }

  async #loop(chosen: Chosen | null): Promise<void> {
    if (chosen === null) return void (await this.#order({ do: "replay-loop" }));
    const { take, part } = chosen;
    this.#change({ chosen });
    const { replay, manner, speed } = this.state;
    if (replay?.take !== take || replay.manner !== manner) {
      if (!(await this.#order({ do: "replay", take, manner, from: named(part.from) }))) return;
      if (speed !== 1 && !(await this.#order({ do: "replay-speed", speed }))) return;
    }
    // Its end is nowhere in a take.
    const isToEnd = part.to >= (this.#lengthOf(take) ?? part.to) - SHORT;
    await this.#order({ do: "replay-loop", from: named(part.from), ...(isToEnd ? {} : { to: named(part.to) }) });
  }

  async #setSpeed(speed: number): Promise<void> {
    this.#change({ speed });
    if (this.state.replay !== null) await this.#order({ do: "replay-speed", speed });
  }

  async #film(take: string, size: FilmSize): Promise<void> {
    const { chosen } = this.#own;
    const part = chosen?.take === take ? chosen.part : null;
    // Named by its part, a film has one that can be read.
    const short = (seconds: number): number => Math.round(seconds * 1000) / 1000;
    const stretch = part === null ? {} : { from: short(part.from), to: short(part.to) };
    await this.#order({ do: "film", take, ...size, ...stretch });
  }

  async #download(take: string, kind: TakeFileName): Promise<void> {
    const one = `${take}/${kind}`;
    this.#change({ loading: [...this.#own.loading, one] });
    const fault = await download(take, kind);
    this.#change({ loading: this.#own.loading.filter((each) => each !== one) });
    if (fault !== null) this.#toasts.say(fault);
  }

  #lengthOf(take: string): number | null {
    return this.#shown.find(({ name }) => name === take)?.summary?.seconds ?? null;
  }

  /** Resolves with whether it was done; a refusal is said. */
  async #order(command: DeskCommand): Promise<boolean> {
    const reply = await this.#connection.order(command, COMMANDS[command.do].answerMs);
    if (!reply.ok) this.#toasts.say(reply.reason);
    return reply.ok;
  }

  #change(news: Partial<Own>): void {
    this.#own = { ...this.#own, ...news };
    this.#redraw();
  }

  /** At most once a frame, however much has changed. */
  #redraw(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    requestAnimationFrame(() => {
      this.#drawing = false;
      this.#draw(takePageView(this.state));
    });
  }
}

/** A moment as the orders have it; a tenth of a millisecond is finer than any clock. */
const named = (seconds: number): string => `${Math.max(0, seconds).toFixed(4)}s`;

const namesIn = (search: string): readonly string[] => {
  const words = new URLSearchParams(search);
  return [...new Set([words.get("name"), words.get("with")])].filter(
    (name) => name !== null && name !== "",
  ) as string[];
};

const lengthOfAll = (shown: readonly ShownTake[]): number =>
  Math.max(0, ...shown.map(({ summary }) => summary?.seconds ?? 0));

/** Another when it has been ended or changed. */
const sizeOf = (entry: TakeEntry | null): unknown => entry && [entry.name, entry.seconds, entry.notes, entry.fault];
