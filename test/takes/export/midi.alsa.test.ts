import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { afterAll, describe, expect, it } from "vitest";
import { findRtMidi } from "../../../server/io/midi/rtmidi.ts";
import { DRUM_CHANNEL, midiOf, tickOf } from "../../../server/takes/export/midi.ts";
import { readMusic } from "../../../server/takes/export/read-music.ts";
import { ms } from "../../../shared/time/units.ts";
import { seededTake } from "../../helpers/seeded-take.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const isAlsa = process.platform === "linux" && findRtMidi().available;

/** The sequencer's client of this process; other tests listen on the same sequencer. */
const clientOf = ({ pid }: ChildProcess): string | undefined =>
  new RegExp(`^client (\\d+): .*pid=${pid}\\b`, "m").exec(
    spawnSync("aconnect", ["-l"], { encoding: "utf8" }).stdout,
  )?.[1];

describe.skipIf(!isAlsa)(`an exported MIDI file${isAlsa ? "" : " (skipped: no ALSA sequencer here)"}`, () => {
  const folder = temporaryFolder();
  let dump: ChildProcess | null = null;
  afterAll(() => void dump?.kill());

  it("is played by aplaymidi with the notes of the take, in their order, each with its end", async () => {
    const take = await seededTake(51, 60);
    const { from } = take.header;
    const music = await readMusic(take, { from, to: ms(from + 12_000) });
    const file = await folder.write("take.mid", midiOf(music, music.voices));
    const listener = spawn("stdbuf", ["-oL", "aseqdump"]);
    dump = listener;
    let printed = "";
    listener.stdout.on("data", (data) => {
      printed += data;
    });
    await expect.poll(() => clientOf(listener), { timeout: 60_000 }).toBeDefined();
    const player = spawn("aplaymidi", ["-p", `${clientOf(listener)}:0`, "-d", "1", file], { stdio: "inherit" });
    const [code] = await once(player, "exit");
    expect(code).toBe(0);

    const tracks = music.voices.map(({ name }) => name);
    const expected = [...music.notes]
      .map((note) => ({ ...note, tick: tickOf(note.beat), track: tracks.indexOf(note.voice) }))
      .sort((a, b) => a.tick - b.tick || a.track - b.track)
      .map(({ drum, velocity }) => `${DRUM_CHANNEL - 1} ${music.pitches[drum]} ${velocity}`);
    const heard = (): string[] =>
      [...printed.matchAll(/Note on\s+(\d+), note (\d+), velocity (\d+)/g)]
        .filter(([, , , velocity]) => velocity !== "0")
        .map(([, channel, pitch, velocity]) => `${channel} ${pitch} ${velocity}`);
    await expect.poll(() => heard().length, { timeout: 30_000 }).toBe(expected.length);
    expect(heard()).toEqual(expected);
    const ends = [...printed.matchAll(/Note off\s+\d+, note \d+/g)];
    expect(ends.length).toBe(expected.length);
    expect(expected.length).toBeGreaterThan(20);
  }, 240_000);
});
