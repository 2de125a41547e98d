import { dirname, resolve } from "node:path";
import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import type { OwnScene } from "../../../shared/protocol/own-scenes.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { projectFolder } from "../../core/files/project-folder.ts";
import { resolvePath } from "../../core/show/show-file.ts";
import { MediaFolder } from "../../picture/media/media-folder.ts";
import { serveClip } from "../../picture/media/serve-clip.ts";
import { HOUSE_SCENES } from "../../picture/scenes/house-scenes.ts";
import { OwnScenes } from "../../picture/scenes/own-scenes.ts";
import type { Take } from "../../takes/read-take.ts";

/** What a film's picture is made of beside the take: the show's own clips and scenes, as they lie beside it now. */
export class FilmPicture {
  readonly #media: MediaFolder;
  readonly #scenes: OwnScenes;

  /** Resolves when all of it is found and compiled. */
  static async open({ folder, header }: Take, time: TimeSource, report: Reporter): Promise<FilmPicture> {
    // Takes lie in a folder beside the show.
    const home = dirname(dirname(resolve(folder)));
    const showPath = resolve(home, header.showFile ?? "show.json");
    const onListenerError = (error: unknown): void => report({ room: "film", level: "error", text: reasonOf(error) });
    const media = new MediaFolder({
      path: resolvePath(header.show.media, showPath, projectFolder),
      time,
      report: () => {},
      onListenerError,
    });
    await media.open();
    const scenes = new OwnScenes({
      folder: resolve(home, "scenes"),
      project: projectFolder,
      taken: HOUSE_SCENES.map(({ name }) => name),
      time,
      report,
      onListenerError,
    });
    await scenes.ready;
    return new FilmPicture(media, scenes);
  }

  private constructor(media: MediaFolder, scenes: OwnScenes) {
    this.#media = media;
    this.#scenes = scenes;
  }

  get ownScenes(): readonly OwnScene[] {
    return this.#scenes.state;
  }

  clip(name: string, request: Request): Promise<Response> {
    return serveClip(this.#media, name, request);
  }

  sceneFile(scene: string, version: string, file: string): string | null {
    return this.#scenes.file(scene, version, file);
  }

  async dispose(): Promise<void> {
    this.#media.dispose();
    await this.#scenes.dispose();
  }
}
