import { existsSync, readFileSync } from "node:fs";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { validateXML } from "xmllint-wasm";
import { dawProjectOf } from "../../../server/takes/export/daw-project.ts";
import { DRUM_CHANNEL } from "../../../server/takes/export/midi.ts";
import { readMusic } from "../../../server/takes/export/read-music.ts";
import { seededTake } from "../../helpers/seeded-take.ts";

const SUBSET = "test/fixtures/dawproject-subset.xsd";
/** The published schema, where somebody has put it. */
const PUBLISHED = "../shared/references/dawproject/Project.xsd";

const faultsOf = async (xml: string, schema: string): Promise<readonly string[]> => {
  const { errors } = await validateXML({
    xml: [{ fileName: "project.xml", contents: xml }],
    schema: [readFileSync(schema, "utf8")],
    maxMemoryPages: 4096,
  });
  return errors.map(({ rawMessage }) => rawMessage);
};

const attributesOf = (xml: string, name: string): Record<string, string>[] =>
  [...xml.matchAll(new RegExp(`<${name} ([^>]*?)/?>`, "g"))].map(([, words]) =>
    Object.fromEntries([...words!.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key!, value!])),
  );

describe.each([21, 22, 23])("the DAWproject of a take, seed %i", async (seed) => {
  const music = await readMusic(await seededTake(seed, 60));
  const bytes = dawProjectOf(music, music.voices, "0.1.0");
  const files = unzipSync(bytes);
  const xml = strFromU8(files["project.xml"]!);

  it("is valid by what is used of the published schema", async () => {
    expect(await faultsOf(xml, SUBSET)).toEqual([]);
  });

  it.skipIf(!existsSync(PUBLISHED))(
    `is valid by the published schema${existsSync(PUBLISHED) ? "" : " (skipped: no ../shared/references/dawproject)"}`,
    async () => {
      expect(await faultsOf(xml, PUBLISHED)).toEqual([]);
    },
  );

  it("has every note of every voice on its track", () => {
    const tracks = attributesOf(xml, "Track").slice(0, -1);
    expect(tracks.map(({ name }) => name)).toEqual(music.voices.map(({ name }) => name));
    const [, ...lanes] = xml.split(/<Lanes track=/);
    for (const [i, { name }] of music.voices.entries()) {
      expect(lanes[i]).toMatch(new RegExp(`^"${tracks[i]!.id}"`));
      const read = attributesOf(lanes[i]!, "Note");
      const notes = music.notes.filter(({ voice }) => voice === name);
      expect(read.length).toBe(notes.length);
      for (const [j, { beat, duration, drum, velocity }] of notes.entries()) {
        const { time, duration: length, key, vel, channel } = read[j]!;
        expect(Number(time)).toBeCloseTo(beat, 8);
        expect(Number(length)).toBeCloseTo(duration, 8);
        expect([Number(key), Math.round(Number(vel) * 127)]).toEqual([music.pitches[drum], velocity]);
        expect(Number(channel)).toBe(DRUM_CHANNEL - 1);
      }
    }
  });

  it("has its tempi, metres and markers", () => {
    expect(attributesOf(xml, "RealPoint").map(({ value }) => Number(value))).toEqual(
      music.time.tempi.changes.map(({ bpm }) => Math.round(bpm * 1e9) / 1e9),
    );
    expect(attributesOf(xml, "TimeSignaturePoint").length).toBe(music.time.metres.length);
    expect(attributesOf(xml, "Marker").length).toBe(music.markers.length);
  });

  it("refers to nothing that is not in it", () => {
    const ids = [...xml.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    const named = [...xml.matchAll(/ (?:track|parameter|destination)="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
    expect(named.length).toBeGreaterThan(music.voices.length);
  });

  it("is the same file every time", () => {
    expect(dawProjectOf(music, music.voices, "0.1.0")).toEqual(bytes);
  });
});

describe("a DAWproject", () => {
  it("with any text in it is a whole document", async () => {
    const music = await readMusic(await seededTake(1, 10));
    const text = 'a "b" <c> & \u0000 \u001b \ud800 ]]> \n ドラム 🥁';
    const markers = [{ kind: "mark", text, seconds: 0, beat: music.notes[0]!.beat }] as const;
    const named = { ...music, name: text, markers };
    const files = unzipSync(dawProjectOf(named, music.voices, "0.1.0"));
    expect(await faultsOf(strFromU8(files["project.xml"]!), SUBSET)).toEqual([]);
    expect(strFromU8(files["metadata.xml"]!)).toContain("ドラム 🥁");
  });

  it("of a take in which nothing happened is valid too", async () => {
    const music = await readMusic(await seededTake(1, 10));
    const files = unzipSync(dawProjectOf({ ...music, notes: [], markers: [] }, music.voices, "0.1.0"));
    expect(await faultsOf(strFromU8(files["project.xml"]!), SUBSET)).toEqual([]);
  });

  it("that breaks the schema is told apart", async () => {
    const music = await readMusic(await seededTake(1, 10));
    const xml = strFromU8(unzipSync(dawProjectOf(music, music.voices, "0.1.0"))["project.xml"]!);
    expect(await faultsOf(xml.replace("<Transport>", "<Transport volume='1'>"), SUBSET)).not.toEqual([]);
    expect(await faultsOf(xml.replace(/ key="\d+"/, ""), SUBSET)).not.toEqual([]);
  });
});
