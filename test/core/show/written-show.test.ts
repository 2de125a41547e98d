import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { projectFolder } from "../../../server/core/files/project-folder.ts";
import { Show } from "../../../server/core/show/show.ts";
import { loadShow } from "../../../server/core/show/show-file.ts";
import { coloursOf, routesOf } from "../../../server/core/show/voice-entry.ts";
import { showSchema, writtenShow } from "../../../server/core/show/written-show.ts";

/** A show with everything that it leaves to defaults said. */
const said = ({ $schema: _, ...show }: Show): unknown => ({
  ...show,
  voices: show.voices.map((voice) => ({ ...voice, colour: coloursOf(show.voices)[voice.name], midi: routesOf(voice) })),
});

const blocksOf = (guide: string): readonly string[] =>
  [...guide.matchAll(/```json\n(.*?)```/gs)]
    .map(([, block = ""]) => block)
    .filter((block) => block.includes('"voices"'));

it("a written show says every key, and is the same show when it is read", async () => {
  const usual = await loadShow(null, projectFolder);
  const written = JSON.parse(writtenShow(usual));
  expect(Object.keys(written)).toEqual(Object.keys(Show.shape));
  expect(said(Show.parse(written))).toEqual(said(usual));
  const odd = Show.parse({
    seed: 7,
    pitches: { overrides: { 22: "closed_hat" } },
    voices: [
      { name: "left", kind: "live", colour: "#123456" },
      { name: "one", listensTo: ["left"], settings: { density: 0.5 }, midi: [{ port: "IAC", channel: 2 }] },
    ],
    osc: [{ port: 7000 }],
    scenes: ["ink", { scene: "flow", weight: 0 }],
    words: ['a "quoted" word', "x".repeat(300)],
  });
  expect(said(Show.parse(JSON.parse(writtenShow(odd))))).toEqual(said(odd));
});

it("the guide shows the usual show as it is written, and every show in it can be played", async () => {
  const guide = await readFile("docs/guide.md", "utf8");
  const blocks = blocksOf(guide);
  expect(blocks).toContain(writtenShow(await loadShow(null, projectFolder)));
  expect(blocks.length).toBeGreaterThan(3);
  for (const block of blocks) expect(() => Show.parse(JSON.parse(block))).not.toThrow();
});

it("the schema describes every key and, for editors, every setting of a voice", () => {
  const schema = JSON.parse(showSchema());
  expect(Object.keys(schema.properties)).toEqual(Object.keys(Show.shape));
  expect(schema.additionalProperties).toBe(false);
  const { settings } = schema.properties.voices.items.properties;
  for (const setting of Object.values<{ description?: string; default?: unknown }>(settings.properties))
    expect(setting.description, JSON.stringify(setting)).toMatch(/\w/);
  expect(settings.properties.temperature).toMatchObject({ minimum: 0.05, maximum: 4, default: 1 });
});
