import { copyFile, readFile } from "node:fs/promises";
import { basename, dirname, join, parse } from "node:path";
import { z } from "zod";
import { type Reporter, reasonOf } from "../../shared/events/report.ts";
import type { Extent } from "../../shared/mapping/canvas.ts";
import { PLAIN_PROJECTOR } from "../../shared/mapping/plain-projector.ts";
import { Canvas, MOST_PROJECTORS, ProjectorName, ProjectorSetup } from "../../shared/protocol/projectors.ts";
import { check } from "../../shared/protocol/sentence.ts";
import { writeWhole } from "../files/write-whole.ts";

/** What is kept of the projectors of a house. */
export interface KeptProjectors {
  readonly canvas: Extent | null;
  readonly projectors: ReadonlyMap<string, ProjectorSetup>;
}

const NOTHING: KeptProjectors = { canvas: null, projectors: new Map() };

/** Each projector is checked by itself, so that one that is broken takes no other with it. */
const Sheet = z.strictObject({
  canvas: Canvas.nullable().default(null),
  projectors: z.record(ProjectorName, z.looseObject({})).default({}),
});

/** Where the projectors of a show are kept: beside it, under its name. */
export const projectorFileOf = (showPath: string | null): string =>
  showPath === null ? "projectors.json" : join(dirname(showPath), `${parse(showPath).name}.projectors.json`);

/**
 * Reads what is kept; a file that is not there keeps nothing. What is broken in it is left out and
 * reported in one sentence, and a copy of the file is put aside, since the next change overwrites it.
 */
export const readProjectors = async (path: string, report: Reporter): Promise<KeptProjectors> => {
  const name = basename(path);
  const putAside = async (complaint: string): Promise<void> => {
    const aside = `${path}.broken`;
    const kept = await copyFile(path, aside).then(
      () => `it is kept as ${basename(aside)}`,
      (error: unknown) => `it could not be put aside (${reasonOf(error)})`,
    );
    report({
      room: "projectors",
      level: "error",
      text: `${name}: ${complaint}; ${kept}, set that projector up again.`,
    });
  };

  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT")
      report({ room: "projectors", level: "error", text: `${name} cannot be read: ${reasonOf(error)}.` });
    return NOTHING;
  }
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch (error) {
    await putAside(`this is not JSON (${reasonOf(error)})`);
    return NOTHING;
  }
  const sheet = check(Sheet, found, "the file");
  if (!sheet.ok) {
    await putAside(sheet.reason);
    return NOTHING;
  }
  const projectors = new Map<string, ProjectorSetup>();
  const complaints: string[] = [];
  for (const [projector, setup] of Object.entries(sheet.value.projectors).slice(0, MOST_PROJECTORS)) {
    // What a newer version added is not in an older file.
    const checked = check(ProjectorSetup, { ...PLAIN_PROJECTOR, ...setup }, "it");
    if (checked.ok) projectors.set(projector, checked.value);
    else complaints.push(`projector "${projector}": ${checked.reason}`);
  }
  if (complaints.length > 0) await putAside(complaints.join(", "));
  return { canvas: sheet.value.canvas, projectors };
};

/** Rejects with one sentence. */
export const writeProjectors = (path: string, { canvas, projectors }: KeptProjectors): Promise<void> =>
  writeWhole(path, `${JSON.stringify({ canvas, projectors: Object.fromEntries(projectors) }, null, 1)}\n`);
