import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { type Reporter, reasonOf } from "../../../shared/events/report.ts";

const BYTES = 16;
/** What a token may look like, also one that somebody has chosen. */
const TOKEN = /^[\w-]{16,200}$/;

/**
 * The token by which other machines operate a show: made at random once, and kept in a file that its owner alone may
 * read. Deleting the file makes a new one at the next start. Where it cannot be kept it holds for this run, and that is
 * reported; the token itself never is.
 */
export const keptToken = async (path: string, report: Reporter): Promise<string> => {
  const made = randomBytes(BYTES).toString("base64url");
  const complain = (why: string): string => {
    report({
      room: "stage",
      level: "warning",
      text: `${basename(path)} ${why}; other machines get a link that holds until the end of this run.`,
    });
    return made;
  };
  try {
    const kept = await readKept(path);
    if (kept === undefined) await writeFile(path, `${JSON.stringify({ token: made })}\n`, { mode: 0o600, flag: "wx" });
    return kept ?? made;
  } catch (error) {
    return complain(error instanceof SyntaxError ? "holds no token: delete it" : `cannot be used (${reasonOf(error)})`);
  }
};

/** undefined where there is no file. */
const readKept = async (path: string): Promise<string | undefined> => {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const { token } = (JSON.parse(text) ?? {}) as { readonly token?: unknown };
  if (typeof token !== "string" || !TOKEN.test(token)) throw new SyntaxError("no token");
  return token;
};
