import { z } from "zod";
import { VOICE_SETTINGS, type VoiceSettingName } from "../../../shared/controls/band.ts";
import { Show } from "./show.ts";
import { coloursOf, routesOf } from "./voice-entry.ts";

/** The JSON Schema lies beside the show under this name, so that editors complete and check what is written. */
export const SCHEMA_FILE = "antiphon-show.schema.json";

/** A show as a file that says everything, also what it might leave out. Read again, it is the same show. */
export const writtenShow = (show: Show): string => {
  const colours = coloursOf(show.voices);
  const voices = show.voices.map((voice) => {
    const { name, kind, listensTo, model, settings, sounds } = voice;
    const { level, mute, solo } = settings;
    // What a person plays is neither a model's nor sampled.
    const own = kind === "live" ? { settings: { level, mute, solo } } : { listensTo, model, settings };
    return { name, kind, ...own, sounds, colour: colours[name], midi: routesOf(voice) };
  });
  return `${laidOut({ $schema: `./${SCHEMA_FILE}`, ...show, voices })}\n`;
};

/** The JSON Schema (draft 7, which every editor knows) of show files, as text. */
export const showSchema = (): string => {
  const schema = z.toJSONSchema(Show, {
    io: "input",
    target: "draft-7",
    override: ({ jsonSchema, path }) => {
      const [inside, name] = path.slice(-3).filter((key) => key !== "properties");
      const setting = inside === "settings" ? VOICE_SETTINGS[name as VoiceSettingName] : undefined;
      if (setting !== undefined) Object.assign(jsonSchema, { description: setting.about, default: setting.default });
    },
  });
  return `${JSON.stringify(schema, null, 2)}\n`;
};

const WIDTH = 116;

/** JSON for people: what fits on a line stands on one, and what has no lists or objects in it fills lines. */
const laidOut = (value: unknown, indent = "", before = 0): string => {
  const line = inLine(value);
  if (typeof value !== "object" || value === null || indent.length + before + line.length < WIDTH) return line;
  const deeper = `${indent}  `;
  const entries = entriesOf(value).map(([label, entry]) => label + laidOut(entry, deeper, label.length));
  const isFlat = Object.values(value).every((entry) => typeof entry !== "object" || entry === null);
  const lines = isFlat ? filled(entries, WIDTH - deeper.length) : entries;
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${lines.map((each) => deeper + each).join(",\n")}\n${indent}${close}`;
};

const inLine = (value: unknown): string => {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inside = entriesOf(value)
    .map(([label, entry]) => label + inLine(entry))
    .join(", ");
  if (Array.isArray(value)) return `[${inside}]`;
  return inside === "" ? "{}" : `{ ${inside} }`;
};

/** What stands before each entry, and the entry. */
const entriesOf = (value: object): readonly (readonly [string, unknown])[] =>
  Object.entries(value)
    .filter(([, entry]) => entry !== undefined)
    .map(([key, entry]) => [Array.isArray(value) ? "" : `${JSON.stringify(key)}: `, entry]);

const filled = (entries: readonly string[], width: number): string[] => {
  const lines: string[] = [];
  for (const entry of entries) {
    const last = lines.at(-1);
    if (last === undefined || last.length + entry.length + 2 > width) lines.push(entry);
    else lines[lines.length - 1] = `${last}, ${entry}`;
  }
  return lines;
};
