import { serveFile } from "../../core/files/serve-file.ts";
import { mediaTypeOf } from "./media-file.ts";
import type { MediaFolder } from "./media-folder.ts";

/** Answers a request for a clip. Only names that the folder lists are served, as plain files, whatever lies beside them. */
export const serveClip = async (folder: MediaFolder, name: string, request: Request): Promise<Response> => {
  const type = mediaTypeOf(name);
  const path = folder.pathOf(name);
  const answer = type === null || path === undefined ? null : await serveFile(path, type.mime, request);
  return answer ?? new Response("There is no such clip.\n", { status: 404 });
};
