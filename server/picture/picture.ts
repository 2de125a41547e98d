import { dirname, resolve } from "node:path";
import type { Reporter } from "../../shared/events/report.ts";
import type { OnListenerError } from "../../shared/events/signal.ts";
import type { Snapshot } from "../../shared/protocol/state.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { KeptFile, keptPathOf } from "../core/files/kept-file.ts";
import { projectFolder } from "../core/files/project-folder.ts";
import type { Show } from "../core/show/show.ts";
import type { StageServer, StageServerOptions } from "../io/stage/stage-server.ts";
import { PictureBoard } from "./board/picture-board.ts";
import { type KeptPicture, readPicture } from "./board/picture-file.ts";
import { MediaRoom } from "./media/media.ts";
import { type KeptChoice, readChoice } from "./media/media-choice.ts";
import { type KeptProjectors, readProjectors } from "./projectors/projector-file.ts";
import { Projectors } from "./projectors/projectors.ts";
import { receivePiece } from "./recordings/receive-piece.ts";
import { Recordings } from "./recordings/recordings.ts";
import { CLIPS_SCENE, HOUSE_SCENES } from "./scenes/house-scenes.ts";
import { OwnScenes } from "./scenes/own-scenes.ts";
import { SceneList } from "./scenes/scene-list.ts";

export interface PictureRoomOptions {
  readonly show: Show;
  /** The show's file; null for the default show. */
  readonly showPath: string | null;
  /** Finds what the show names by a path. */
  readonly place: (named: string) => string;
  readonly seed: number;
  /** Whoever serves the pages; it is there when the first of them is. */
  readonly server: () => StageServer;
  readonly time: TimeSource;
  readonly report: Reporter;
  readonly onListenerError: OnListenerError;
}

/** What the pages' server asks of the picture. */
type PageHandlers = Required<
  Pick<StageServerOptions, "onLimiter" | "onClips" | "clip" | "piece" | "sceneFile" | "onScene" | "onFault" | "onStage">
>;

/** What is set up by hand and outlives the server: where it lies, and what an earlier run left there. */
interface Kept {
  readonly files: Readonly<Record<"projectors" | "picture" | "media", KeptFile>>;
  readonly projectors: KeptProjectors;
  readonly picture: KeptPicture;
  readonly media: KeptChoice;
}

/**
 * What the server looks after of the picture, besides directing it: which scenes there are, the
 * show's own and its clips among them, the projectors, what is laid over by hand, and recordings.
 */
export class PictureRoom {
  readonly board: PictureBoard;
  readonly scenes: SceneList;
  readonly media: MediaRoom;
  readonly ownScenes: OwnScenes;
  readonly projectors: Projectors;
  readonly recordings: Recordings;
  readonly #server: () => StageServer;
  readonly #files: readonly KeptFile[];

  static async open(options: PictureRoomOptions): Promise<PictureRoom> {
    const { showPath, time, report } = options;
    const file = (room: string): KeptFile => new KeptFile({ path: keptPathOf(showPath, room), room, time, report });
    const files = { projectors: file("projectors"), picture: file("picture"), media: file("media") };
    const [projectors, picture, media] = await Promise.all([
      readProjectors(files.projectors),
      readPicture(files.picture),
      readChoice(files.media),
    ]);
    return new PictureRoom(options, { files, projectors, picture, media });
  }

  private constructor(options: PictureRoomOptions, kept: Kept) {
    const { show, showPath, place, seed, server, time, report, onListenerError } = options;
    const common = { time, report, onListenerError };
    const folder = (name: string): string => resolve(showPath === null ? "." : dirname(showPath), name);
    this.#server = server;
    this.#files = Object.values(kept.files);
    this.board = new PictureBoard({
      kept: kept.picture,
      keep: (content) => kept.files.picture.keep(content),
      longestDelay: () => this.projectors.longestDelay,
      ...common,
    });
    this.scenes = new SceneList(onListenerError);
    const [clips, ours] = [true, false].map((is) => HOUSE_SCENES.filter(({ name }) => (name === CLIPS_SCENE) === is));
    this.scenes.put("house", ours ?? []);
    this.scenes.put(CLIPS_SCENE, clips ?? []);
    this.media = new MediaRoom({
      path: place(show.media),
      seed,
      scenes: this.scenes,
      kept: kept.media,
      keep: (content) => kept.files.media.keep(content),
      ...common,
    });
    this.ownScenes = new OwnScenes({
      folder: folder("scenes"),
      project: projectFolder,
      taken: HOUSE_SCENES.map(({ name }) => name),
      ...common,
    });
    this.ownScenes.changed.on(() => this.scenes.put("own", this.ownScenes.traits));
    this.projectors = new Projectors({
      kept: kept.projectors,
      file: kept.files.projectors,
      connected: () => server().connected.projectors,
      ...common,
    });
    this.recordings = new Recordings({
      folder: folder("recordings"),
      show: show.name,
      stages: () => server().connected.stages,
      ask: (stage, order) => server().connected.record(stage, order),
      today: () => new Date(),
      ...common,
    });
  }

  get pageHandlers(): PageHandlers {
    return {
      onLimiter: ({ limiting }, page) => this.board.limiting(page, limiting),
      onClips: (message, page) => this.media.heard(message, page),
      clip: (name, request) => this.media.serve(name, request),
      piece: (token, index, request) => receivePiece(this.recordings, token, index, request),
      sceneFile: (scene, version, file) => this.ownScenes.file(scene, version, file),
      onScene: (message) => this.ownScenes.loaded(message),
      onFault: (message) => this.ownScenes.failed(message),
      onStage: (page, there) => {
        this.projectors.connectionsChanged();
        if (!there) this.media.board.gone(page);
      },
    };
  }

  /** Its part of the snapshot. */
  get state(): Required<Pick<Snapshot, "picture" | "media" | "projectors" | "recording" | "ownScenes">> {
    return {
      picture: this.board.state,
      media: this.media.state,
      projectors: this.projectors.state,
      recording: this.recordings.state,
      ownScenes: this.ownScenes.state,
    };
  }

  /** Tells the pages whatever changes from now on, and begins to look for clips and for recordings that were cut off. */
  begin(): void {
    const { board, media, ownScenes, projectors, recordings } = this;
    const server = this.#server();
    board.changed.on(() => server.tell.picture(board.state));
    media.board.changed.on(() => server.tell.media(media.state));
    ownScenes.changed.on(() => server.tell.scenes(ownScenes.state));
    projectors.changed.on(() => server.tell.projectors(projectors.state));
    recordings.changed.on(() => {
      if (recordings.state !== null) server.tell.recording(recordings.state);
    });
    media.open();
    recordings.begin();
  }

  /** Resolves when what is kept is written. */
  async dispose(): Promise<void> {
    this.board.dispose();
    this.media.dispose();
    const written = this.#files.map((file) => file.dispose());
    await Promise.allSettled([this.recordings.dispose(), this.ownScenes.dispose(), ...written]);
  }
}
