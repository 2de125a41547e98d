import { dirname, resolve } from "node:path";
import type { Reporter } from "../../shared/events/report.ts";
import type { OnListenerError } from "../../shared/events/signal.ts";
import type { Snapshot } from "../../shared/protocol/state.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { KeptFile, keptPathOf } from "../core/files/kept-file.ts";
import { projectFolder } from "../core/files/project-folder.ts";
import type { Show } from "../core/show/show.ts";
import type { Announcer } from "../io/stage/announcer.ts";
import type { ConnectedPages } from "../io/stage/connected-pages.ts";
import type { StageContent } from "../io/stage/stage-server.ts";
import { PictureBoard } from "../picture/board/picture-board.ts";
import { NOTHING_KEPT, readPicture } from "../picture/board/picture-file.ts";
import { Media } from "../picture/media/media.ts";
import { readChoice } from "../picture/media/media-choice.ts";
import { readProjectors } from "../picture/projectors/projector-file.ts";
import { Projectors } from "../picture/projectors/projectors.ts";
import { receivePiece } from "../picture/recordings/receive-piece.ts";
import { Recordings } from "../picture/recordings/recordings.ts";
import { CLIPS_SCENE, HOUSE_SCENES, houseParameters } from "../picture/scenes/house-scenes.ts";
import { OwnScenes } from "../picture/scenes/own-scenes.ts";
import { SceneList } from "../picture/scenes/scene-list.ts";

export interface OpenPictureOptions {
  readonly show: Show;
  /** The show's file; null for the default show. */
  readonly showPath: string | null;
  /** Nothing is laid over it by hand, whatever an earlier run kept. */
  readonly fresh: boolean;
  /** Finds what the show names by a path. */
  readonly place: (named: string) => string;
  readonly seed: number;
  readonly connected: ConnectedPages;
  readonly time: TimeSource;
  readonly report: Reporter;
  readonly onListenerError: OnListenerError;
}

/**
 * What the server looks after of the picture, besides directing it: which scenes there are, the show's own and its
 * clips among them, the projectors, what is laid over by hand, and recordings.
 */
export interface Picture {
  readonly board: PictureBoard;
  readonly scenes: SceneList;
  readonly media: Media;
  readonly ownScenes: OwnScenes;
  readonly projectors: Projectors;
  readonly recordings: Recordings;
  /** Resolves when what is kept is written. */
  dispose(): Promise<void>;
}

/** Reads what an earlier run kept, and builds everything on it. */
export const openPicture = async (options: OpenPictureOptions): Promise<Picture> => {
  const { show, showPath, fresh, place, seed, connected, ...common } = options;
  const { time, report, onListenerError } = common;
  const [projectorFile, pictureFile, mediaFile] = (["projectors", "picture", "media"] as const).map(
    (room) => new KeptFile({ path: keptPathOf(showPath, room), room, time, report }),
  ) as [KeptFile, KeptFile, KeptFile];
  const [keptProjectors, keptPicture, keptChoice] = await Promise.all([
    readProjectors(projectorFile),
    fresh ? NOTHING_KEPT : readPicture(pictureFile),
    readChoice(mediaFile),
  ]);
  const folder = (name: string): string => resolve(showPath === null ? "." : dirname(showPath), name);

  const projectors = new Projectors({
    kept: keptProjectors,
    file: projectorFile,
    connected: () => connected.projectors,
    ...common,
  });
  const board = new PictureBoard({
    kept: keptPicture,
    keep: (content) => pictureFile.keep(content),
    longestDelay: () => projectors.longestDelay,
    parametersOf: (scene) => ownScenes.parametersOf(scene) ?? houseParameters(scene),
    ...common,
  });
  if (fresh) pictureFile.keep(() => NOTHING_KEPT);
  const scenes = new SceneList(onListenerError);
  scenes.put(
    "house",
    HOUSE_SCENES.filter(({ name }) => name !== CLIPS_SCENE),
  );
  scenes.put(
    CLIPS_SCENE,
    HOUSE_SCENES.filter(({ name }) => name === CLIPS_SCENE),
  );
  const media = new Media({
    path: place(show.media),
    seed,
    scenes,
    kept: keptChoice,
    keep: (content) => mediaFile.keep(content),
    ...common,
  });
  const ownScenes = new OwnScenes({
    folder: folder("scenes"),
    project: projectFolder,
    taken: HOUSE_SCENES.map(({ name }) => name),
    ...common,
  });
  ownScenes.changed.on(() => scenes.put("own", ownScenes.traits));
  const recordings = new Recordings({
    folder: folder("recordings"),
    show: show.name,
    stages: () => connected.stages,
    ask: (stage, order) => connected.record(stage, order),
    today: () => new Date(),
    ...common,
  });

  const dispose = async (): Promise<void> => {
    board.dispose();
    media.dispose();
    const written = [projectorFile, pictureFile, mediaFile].map((file) => file.dispose());
    await Promise.allSettled([recordings.dispose(), ownScenes.dispose(), ...written]);
  };
  return { board, scenes, media, ownScenes, projectors, recordings, dispose };
};

/** What the pages' server asks of the picture. */
export const pictureContent = ({ board, media, ownScenes, projectors, recordings }: Picture) =>
  ({
    onLimiter: ({ limiting }, page) => board.limiting(page, limiting),
    onShowing: ({ scene }, page) => board.showing(page, scene),
    onClips: (message, page) => media.heard(message, page),
    clip: (name, request) => media.serve(name, request),
    piece: (token, index, request) => receivePiece(recordings, token, index, request),
    sceneFile: (scene, version, file) => ownScenes.file(scene, version, file),
    sceneThumbnail: (scene, version) => ownScenes.thumbnail(scene, version),
    onScene: (message) => ownScenes.loaded(message),
    onFault: (message) => ownScenes.failed(message),
    onTrial: (message, page) => ownScenes.tried(message, page),
    onThumbnail: (message) => ownScenes.drawn(message),
    onStage: (page, there, lost) => {
      projectors.connectionsChanged();
      if (there) return;
      media.board.gone(page);
      ownScenes.stageGone(page, lost);
      board.showing(page, "");
    },
  }) satisfies Partial<StageContent>;

/** The picture's part of the snapshot. */
export const pictureState = ({ board, media, ownScenes, projectors, recordings }: Picture) =>
  ({
    picture: board.state,
    media: media.state,
    projectors: projectors.state,
    recording: recordings.state,
    ownScenes: ownScenes.state,
  }) satisfies Partial<Snapshot>;

/** Tells the pages whatever changes from now on, and `touch` what may be turned without an order. */
export const tellPicture = (picture: Picture, tell: Announcer, touch: () => void): void => {
  const { board, media, ownScenes, projectors, recordings } = picture;
  board.changed.on(() => tell.picture(board.state));
  media.board.changed.on(() => tell.media(media.state));
  ownScenes.changed.on(() => tell.scenes(ownScenes.state));
  projectors.changed.on(() => tell.projectors(projectors.state));
  recordings.changed.on(() => {
    if (recordings.state !== null) tell.recording(recordings.state);
  });
  for (const { changed } of [media.board, projectors, recordings]) changed.on(touch);
};
