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
import { Practice } from "./practice.ts";
import type { FilmSize, Otherwise, PageOwn, PageState, ShownTake, TakeState } from "./take-state.ts";
import { takePageView } from "./views/take-page-view.ts";

const NOTHING = { from: 0, to: 1 };
const NOT_OTHERWISE: Otherwise = { voice: "", setting: "temperature", value: 1 };

/** The page of a take, or of two that are compared: what it shows, and what is ordered from it. */
export class TakePage {
  readonly #connection: ServerConnection;
  readonly #server: ServerTime;
  readonly #draw: (view: TemplateResult) => void;
  readonly #toasts: Toasts;
  readonly #page: PageOwn;
  #own: PageState = {
    part: NOTHING,
    chosen: null,
    hover: null,
    manner: "as-it-was",
    speed: 1,
    countInBars: 0,
    otherwise: null,
    loading: [],
  };
  #shown: readonly ShownTake[];
  /** The takes that are shown, by their names, as the library had them when they were read. */
  readonly #read = new Map<string, string>();
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
    const practice = new Practice(
      () => this.state,
      (news) => this.#change(news),
      (command) => this.#order(command),
    );
    this.#page = {
      show: (part) => this.#change({ part }),
      choose: (chosen) => this.#change({ chosen }),
      hoverAt: (hover) => this.#change({ hover }),
      hear: (take, seconds, manner = this.#own.manner) => void practice.hear({ take, seconds }, manner),
      loop: (chosen) => void (chosen === null ? this.#order({ do: "replay-loop" }) : practice.loop(chosen)),
      setCountIn: (bars) => void practice.setCountIn(bars),
      turnOtherwise: (news) =>
        this.#change({ otherwise: news && { ...(this.#own.otherwise ?? NOT_OTHERWISE), ...news } }),
      hearBoth: (chosen) => void practice.hearBoth(chosen),
      setSpeed: (speed) => void practice.setSpeed(speed),
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
      voices: snapshot?.voices.filter(({ kind }) => kind === "model") ?? [],
      toasts: this.#toasts.all,
      page: this.#page,
    };
  }

  /** What is shown is read when it is there, and again when it has another end. */
  #refresh(): void {
    const { snapshot } = this.#connection;
    if (snapshot?.takes === undefined || this.#connection.state !== "open") return;
    for (const { name } of this.#shown) {
      const entry = snapshot.takes.takes.find((take) => take.name === name) ?? null;
      const now = JSON.stringify(sizeOf(entry));
      if (this.#read.get(name) === now) continue;
      this.#read.set(name, now);
      void this.#load(name);
    }
  }

  async #load(name: string): Promise<void> {
    const before = this.#shown.find((take) => take.name === name);
    const loaded = await loadTake(name);
    // Nothing came: it is asked for again when there is news.
    if (loaded.summary === null && loaded.fault === null) this.#read.delete(name);
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
    for (const name of this.#read.keys()) if (!names.includes(name)) this.#read.delete(name);
    this.#change({ chosen: null, hover: null, part: { from: 0, to: lengthOfAll(this.#shown) || NOTHING.to } });
    this.#refresh();
  }

  #compareWith(take: string | null): void {
    const own = this.#shown[0]?.name ?? "";
    history.pushState(null, "", takePageAddress(own, take ?? undefined));
    this.#turnTo(take === null ? [own] : [own, take]);
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

  /** Resolves with whether it was done; a refusal is said. */
  async #order(command: DeskCommand): Promise<boolean> {
    const reply = await this.#connection.order(command, COMMANDS[command.do].answerMs);
    if (!reply.ok) this.#toasts.say(reply.reason);
    return reply.ok;
  }

  #change(news: Partial<PageState>): void {
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
