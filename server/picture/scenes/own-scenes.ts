import { dirname } from "node:path";
import type { Worker } from "node:worker_threads";
import type { Reporter } from "../../../shared/events/report.ts";
import { type OnListenerError, Signal } from "../../../shared/events/signal.ts";
import { DRUMS } from "../../../shared/music/drums.ts";
import type { SceneAbout } from "../../../shared/picture/scene-about.ts";
import type { DeskReply } from "../../../shared/protocol/desk.ts";
import {
  type FaultMessage,
  type OwnScene,
  type SceneMessage,
  SceneWords,
  soundWords,
  type TrialMessage,
} from "../../../shared/protocol/own-scenes.ts";
import { type ThumbnailMessage, thumbnailAddress } from "../../../shared/protocol/thumbnail.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { check } from "../../core/check/check.ts";
import { WatchedFolder } from "../../core/files/watched-folder.ts";
import type { SceneTraits } from "../../core/show/scene-traits.ts";
import { endOf, spawnWorker } from "../../core/threads/spawn.ts";
import { type Life, Supervisor } from "../../core/threads/supervisor.ts";
import { placeOfStack, type SceneMap } from "./fault-place.ts";
import { placeIn } from "./scene-fault.ts";
import type { WatchNews, WatchOrder } from "./scene-messages.ts";
import { type Thumbnail, thumbnailOf } from "./thumbnail.ts";
import { Trials } from "./trials.ts";

/** Older versions that are kept: a stage may be about to load the last one, or fail in it. */
const VERSIONS_KEPT = 4;
/** Faults of one version that are told; what fails in every frame fails in the same few ways. */
const FAULTS_TOLD = 8;
/** And of scenes that are not the show's own. */
const OTHERS_TOLD = 64;

interface Version {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly map: SceneMap | null;
}

interface Known {
  state: OwnScene;
  words: SceneWords | null;
  /** The newest last. */
  readonly versions: Version[];
  /** Of the newest version. */
  readonly faultsTold: Set<string>;
  /** Versions that made a stage fall silent. */
  readonly suspects: Set<string>;
  /** The newest there is: that of a version before is better than none. */
  thumbnail: Thumbnail | null;
  /** That something is wrong with it was told, and not yet that it is mended. */
  isToldOf: boolean;
}

export interface OwnScenesOptions {
  /** Where they lie, in the show's folder; it need not be there yet. */
  readonly folder: string;
  /** The installed program's folder. */
  readonly project: string;
  /** Names that are taken: those of our scenes. */
  readonly taken: readonly string[];
  readonly time: TimeSource;
  readonly report: Reporter;
  readonly onListenerError: OnListenerError;
  /** Starts the thread that watches; tests put theirs in. */
  readonly spawn?: (order: WatchOrder) => Worker;
}

/**
 * The show's own scenes: what there is, what the pages load, what is wrong. The last version that
 * could be compiled goes on while a newer one cannot.
 */
export class OwnScenes {
  readonly #options: OwnScenesOptions;
  readonly #show: string;
  readonly #known = new Map<string, Known>();
  readonly #othersTold = new Set<string>();
  readonly #trials: Trials;
  /** Without such a folder there is no thread that watches it. */
  readonly #home: WatchedFolder;
  readonly #thread: Supervisor<Life>;
  #begun: () => void = () => {};

  /** `state` is new. */
  readonly changed: Signal<void>;
  /** A scene of this name may not be shown any more, wherever it is on. */
  readonly withdrawn: Signal<string>;
  /** Resolves when everything that was there at the start is compiled, or known to be faulty. */
  readonly ready: Promise<void>;

  constructor(options: OwnScenesOptions) {
    this.#options = options;
    this.changed = new Signal(options.onListenerError);
    this.withdrawn = new Signal(options.onListenerError);
    this.#show = dirname(options.folder);
    this.#trials = new Trials(options.time, (scene, version) => this.#suspect(scene, version));
    this.ready = new Promise((resolve) => {
      this.#begun = resolve;
    });
    const { folder, time, report } = options;
    this.#thread = new Supervisor({
      name: "The watch over the show's own scenes",
      room: "scenes",
      level: "error",
      lost: (reason) =>
        `The show's own scenes are not looked after (${reason}); they go on as they are until they are again.`,
      start: (ended) => this.#watch(ended),
      onEnd: () => this.#begun(),
      time,
      report,
    });
    this.#home = new WatchedFolder({
      path: folder,
      wants: () => null,
      changed: () => {
        if (!this.#home.exists) return this.#begun();
        this.#home.dispose();
        this.#thread.start();
      },
      cannotRead: (path, reason) => this.#tell("warning", `${path} cannot be read (${reason}); it is tried again.`),
      time,
    });
    void this.#home.look();
  }

  get state(): readonly OwnScene[] {
    return [...this.#known.values()].map(({ state }) => state);
  }

  /** Those that can be shown, as the director knows them. */
  get traits(): readonly SceneTraits[] {
    return [...this.#known.values()].flatMap(({ state: { name, version }, words }) => {
      const { wildness = 0.5, density = 0.5, stages = {} } = words ?? {};
      return version === null ? [] : [{ name, wildness, density, stages }];
    });
  }

  /** What can be turned of a scene; null where there is no such scene, and until it has said so. */
  parametersOf(scene: string): readonly string[] | null {
    return this.#known.get(scene)?.words?.parameters.map(({ name }) => name) ?? null;
  }

  /** A file of a scene as a page loads it, or null. */
  file(scene: string, version: string, file: string): string | null {
    const known = this.#known.get(scene);
    if (known?.suspects.has(version)) return null;
    const files = known?.versions.find(({ name }) => name === version)?.files;
    return files !== undefined && Object.hasOwn(files, file) ? (files[file] ?? null) : null;
  }

  /** What a version draws, or null where there is no picture of it. */
  thumbnail(scene: string, version: string): Thumbnail | null {
    const thumbnail = this.#known.get(scene)?.thumbnail ?? null;
    return thumbnail?.version === version ? thumbnail : null;
  }

  /** A stage has loaded a scene. */
  loaded({ scene, version, words }: SceneMessage): void {
    const known = this.#known.get(scene);
    if (known?.state.version !== version) return;
    this.#describe(known, words);
    this.changed.emit();
  }

  /** A scene, ours or the show's, has failed on a stage. */
  failed({ scene, version, message: said, stack, goesOn }: FaultMessage): void {
    const message = said.replace(/\.$/, "");
    const known = this.#known.get(scene);
    if (known === undefined || version === undefined) {
      const text = `The scene "${scene}" failed on a stage: ${message}.`;
      if (this.#othersTold.has(text) || this.#othersTold.size >= OTHERS_TOLD) return;
      this.#othersTold.add(text);
      this.#tell("error", text);
      return;
    }
    if (known.state.version !== version) return;
    const { map } = known.versions.find(({ name }) => name === version) ?? { map: null };
    const place = map === null ? null : placeOfStack(stack, map);
    // Of a shader the graphics card says the line; a module's stands in the stack.
    const where = place === null ? known.state.file : placeIn(place.file, place.line, this.#show);
    const sentence = `${where}${/^line \d+: /.test(message) ? ", " : ": "}${message}`;
    const text = goesOn === true ? `${sentence}.` : `${sentence}. It gives way until it is saved anew.`;
    if (known.faultsTold.has(text) || known.faultsTold.size >= FAULTS_TOLD) return;
    known.faultsTold.add(text);
    this.#tellOf(known, goesOn === true ? "warning" : "error", text);
    known.state = { ...known.state, fault: sentence };
    this.changed.emit();
  }

  /** A stage sends a picture of what a version draws; the first one stays. */
  drawn(message: ThumbnailMessage): DeskReply {
    const { scene, version } = message;
    const known = this.#known.get(scene);
    if (known?.state.version !== version)
      return { ok: false, reason: `there is no scene "${scene}" of the version "${version}", or it is another by now` };
    if (known.thumbnail?.version === version) return { ok: true };
    known.thumbnail = thumbnailOf(message);
    known.state = { ...known.state, thumbnail: thumbnailAddress(scene, version) };
    this.changed.emit();
    return { ok: true };
  }

  /** A stage tries a version. */
  tried(message: TrialMessage, stage: string): void {
    this.#trials.heard(message, stage);
  }

  /** A stage is gone; `lost` where it did not say goodbye. */
  stageGone(stage: string, lost: boolean): void {
    this.#trials.gone(stage, lost);
  }

  /** What the watcher tells. */
  hear(news: Exclude<WatchNews, { is: "ready" }>): void {
    switch (news.is) {
      case "refused":
        this.#tell("warning", news.text);
        return;
      case "gone":
        this.#known.delete(news.name);
        this.#tell(
          "info",
          `The scene "${news.name}" is gone; where it is on, it stays until the next change.`,
          aboutScene(news.name),
        );
        break;
      case "faulty": {
        const known = this.#of(news);
        const goesOn = known.state.version === null ? "" : " The version before goes on.";
        known.state = { ...known.state, kind: news.kind, file: news.file, fault: news.fault };
        this.#tellOf(known, "error", `${news.fault.replace(/\.$/, "")}.${goesOn}`);
        break;
      }
      case "compiled": {
        const known = this.#of(news);
        const { name, kind, file, version, files, map, words } = news;
        if (known.versions.at(-1)?.name !== version) known.versions.push({ name: version, files, map });
        known.versions.splice(0, known.versions.length - VERSIONS_KEPT);
        known.faultsTold.clear();
        // Saved anew, if only as it was.
        known.suspects.delete(version);
        known.state = { ...known.state, name, kind, file, version, fault: null };
        if (known.isToldOf) this.#tell("info", `${file} was saved anew, and can be shown again.`, aboutScene(name));
        known.isToldOf = false;
        if (words !== null) this.#describe(known, words);
        break;
      }
    }
    this.changed.emit();
  }

  async dispose(): Promise<void> {
    this.#home.dispose();
    await this.#thread.dispose();
  }

  #watch(ended: (reason: string) => void): Life {
    const { folder, project, taken, spawn = spawnSceneWorker } = this.#options;
    const worker = spawn({ folder, show: this.#show, project, taken });
    const there = new Set<string>();
    worker.on("message", (news: WatchNews) => {
      if ("name" in news) there.add(news.name);
      if (news.is !== "ready") return this.hear(news);
      // What went while no worker looked.
      for (const name of this.#known.keys()) if (!there.has(name)) this.hear({ is: "gone", name });
      this.#thread.works();
      this.#begun();
    });
    worker.unref();
    void endOf(worker).then(ended);
    return { kill: () => worker.terminate() };
  }

  #of({ name, kind, file }: Pick<OwnScene, "name" | "kind" | "file">): Known {
    const state: OwnScene = { name, kind, file, version: null, fault: null, about: null, thumbnail: null };
    const known = this.#known.get(name) ?? {
      state,
      words: null,
      versions: [],
      faultsTold: new Set<string>(),
      suspects: new Set<string>(),
      thumbnail: null,
      isToldOf: false,
    };
    this.#known.set(name, known);
    return known;
  }

  /** This version made a stage fall silent: no page is given it until it is saved anew. */
  #suspect(scene: string, version: string): void {
    const known = this.#known.get(scene);
    if (known?.state.version !== version) return;
    known.suspects.add(version);
    const before = known.versions.findLast(({ name }) => !known.suspects.has(name))?.name ?? null;
    const sentence = `${known.state.file}: a stage fell silent within seconds of drawing it, so no page is given it until it is saved anew`;
    const goesOn = before === null ? "" : " The version before goes on.";
    this.#tellOf(
      known,
      "error",
      `${sentence}.${goesOn} A stage that does not come back by itself must be loaded anew.`,
    );
    known.state = { ...known.state, version: before, fault: sentence };
    this.changed.emit();
    if (before === null) this.withdrawn.emit(scene);
  }

  /** What a scene says of itself is its author's: what is wrong in it is told and left out. */
  #describe(known: Known, said: unknown): void {
    const { name, file, fault } = known.state;
    const checked = check(SceneWords, said, "what it says of itself");
    const wrong = checked.ok ? null : `${file}: ${checked.reason}; what is wrong there is left out`;
    if (wrong !== null && !known.faultsTold.has(wrong)) {
      known.faultsTold.add(wrong);
      this.#tellOf(known, "warning", `${wrong}.`);
    }
    known.words = checked.ok ? checked.value : soundWords(said as Readonly<Record<string, unknown>>);
    known.state = { ...known.state, about: aboutOf(name, known.words), fault: fault ?? wrong };
  }

  /** Something is wrong with it, until it is saved anew. */
  #tellOf(known: Known, level: "warning" | "error", text: string): void {
    known.isToldOf = true;
    this.#tell(level, text, aboutScene(known.state.name));
  }

  #tell(level: "info" | "warning" | "error", text: string, about?: string): void {
    this.#options.report({ room: "scenes", level, text, ...(about === undefined ? {} : { about }) });
  }
}

const aboutScene = (name: string): string => `the scene ${name}`;

const aboutOf = (name: string, { about, gestures, parameters }: SceneWords): SceneAbout => ({
  name,
  about,
  gestures: { ...NO_GESTURES, ...gestures },
  parameters,
});

const NO_GESTURES = Object.fromEntries(DRUMS.map((drum) => [drum, ""])) as SceneAbout["gestures"];

const spawnSceneWorker = (order: WatchOrder): Worker =>
  spawnWorker(new URL("./scene-worker.ts", import.meta.url), { name: "scenes", workerData: order });
