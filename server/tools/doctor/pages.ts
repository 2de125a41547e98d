import { existsSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../../core/files/project-folder.ts";
import { type Check, finding } from "./check.ts";

export const checkPages: Check = async () => {
  if (existsSync(join(projectFolder, "dist/visuals/stage/index.html"))) return [finding("pages", "fine", "built")];
  return [finding("pages", "missing", `not built yet; "npm start" builds them, or "npm run build"`)];
};
