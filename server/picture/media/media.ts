import type { Reporter } from "../../../shared/events/report.ts";
import type { OnListenerError } from "../../../shared/events/signal.ts";
import type { ClipsMessage, MediaState } from "../../../shared/protocol/media.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { CLIPS_SCENE, HOUSE_SCENES } from "../scenes/house-scenes.ts";
import type { SceneList } from "../scenes/scene-list.ts";
import { MediaBoard } from "./media-board.ts";
import type { KeptChoice } from "./media-choice.ts";
import { MediaFolder } from "./media-folder.ts";
import { serveClip } from "./serve-clip.ts";

export interface MediaOptions {
  /** The show's media folder; it need not exist. */
  readonly path: string;
  readonly seed: number;
  readonly scenes: SceneList;
  /** Which clips were left out in an earlier run, and who keeps it. */
  readonly kept: KeptChoice;
  readonly keep: (content: () => KeptChoice) => void;
  readonly time: TimeSource;
  readonly report: Reporter;
  readonly onListenerError: OnListenerError;
}

/** The user's own clips: found, served, and the scene that plays with them offered while every stage can. */
export class Media {
  readonly board: MediaBoard;
  readonly #folder: MediaFolder;
  readonly #scenes: SceneList;
  readonly #report: Reporter;
  /** What was said of clips that are left out. */
  readonly #told = new Map<string, string>();
  #offered = true;
  #scene = "";

  constructor({ path, seed, scenes, kept, keep, time, report, onListenerError }: MediaOptions) {
    this.#folder = new MediaFolder({ path, time, report, onListenerError });
    this.board = new MediaBoard({ folder: this.#folder, seed, kept, keep, onListenerError });
    this.#scenes = scenes;
    this.#report = report;
    this.board.changed.on(() => {
      this.#offer();
      this.#tellMended();
    });
  }

  get state(): MediaState {
    return this.board.state;
  }

  /** Begins to look for clips; what is found is told by `board.changed`. */
  open(): void {
    this.#offer();
    void this.#folder.open();
  }

  readonly serve = (name: string, request: Request): Promise<Response> => serveClip(this.#folder, name, request);

  /** What a stage says of the clips; a clip that cannot be used is reported once. */
  heard(message: ClipsMessage, stage: string): void {
    this.board.heard(message, stage);
    for (const { name, trouble } of this.board.state.clips) {
      const text = `The clip ${JSON.stringify(name)} is left out: ${trouble}`;
      if (trouble === "" || this.#told.get(name) === text) continue;
      this.#told.set(name, text);
      this.#report({ room: "media", level: "warning", text, about: aboutClip(name) });
    }
  }

  /** This scene is on now. */
  showing(scene: string): void {
    if (this.#scene === CLIPS_SCENE && scene !== CLIPS_SCENE) this.board.takeTurns();
    this.#scene = scene;
  }

  dispose(): void {
    this.#folder.dispose();
    this.board.dispose();
  }

  /** A clip that was left out is another file now, is tried again, or is gone. */
  #tellMended(): void {
    for (const name of this.#told.keys()) {
      const clip = this.board.state.clips.find((known) => known.name === name);
      if (clip !== undefined && clip.trouble !== "") continue;
      this.#told.delete(name);
      const what = clip === undefined ? "is not there any more" : "is tried again";
      const text = `The clip ${JSON.stringify(name)} ${what}.`;
      this.#report({ room: "media", level: "info", text, about: aboutClip(name) });
    }
  }

  #offer(): void {
    if (this.board.ready === this.#offered) return;
    this.#offered = this.board.ready;
    this.#scenes.put(CLIPS_SCENE, this.#offered ? HOUSE_SCENES.filter(({ name }) => name === CLIPS_SCENE) : []);
  }
}

const aboutClip = (name: string): string => `the clip ${name}`;
