import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readMidi } from "../../../server/core/midi-file/read-midi.ts";
import { readMusic } from "../../../server/takes/export/read-music.ts";
import { TakeFiles } from "../../../server/takes/export/serve-file.ts";
import { writeTake } from "../../../server/takes/import/write-take.ts";
import { HEADER_FILE } from "../../../server/takes/take-header.ts";
import { TAKE_FILES, type TakeFileName } from "../../../shared/protocol/take-files.ts";
import type { TakeSummary } from "../../../shared/protocol/take-summary.ts";
import { type SeededTake, seededTake } from "../../helpers/seeded-take.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const NAME = "Kvöld (1)";

describe("takes as files over HTTP", () => {
  const folder = temporaryFolder();
  let take: SeededTake;
  let files: TakeFiles;
  beforeAll(async () => {
    take = await seededTake(11, 40);
    await writeTake(folder.path(NAME), take.header, take.all);
    files = new TakeFiles((name) => (name === NAME || name === "broken" ? folder.path(name) : null));
  });
  const ask = (name: string, kind: string, signal?: AbortSignal): Promise<Response> =>
    files.serve(name, kind, new Request("http://house/", signal === undefined ? {} : { signal }));

  it("are what was played, under a name that every browser keeps", async () => {
    const answer = await ask(NAME, "midi");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''Kv%C3%B6ld%20%281%29.mid");
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect(Number(answer.headers.get("content-length"))).toBe(bytes.length);
    const music = await readMusic(take);
    const heard = music.notes.filter(({ voice }) => music.voices.some(({ name, sounds }) => name === voice && sounds));
    expect(readMidi(bytes).hits.length).toBe(heard.length);
  });

  it("are there in every kind, several asked for at once", async () => {
    // The two others are asked for above and below.
    const kinds = (Object.keys(TAKE_FILES) as TakeFileName[]).filter((kind) => kind !== "midi" && kind !== "csv");
    const answers = await Promise.all(kinds.map((kind) => ask(NAME, kind)));
    for (const [i, answer] of answers.entries()) {
      expect(answer.headers.get("content-type")).toBe(TAKE_FILES[kinds[i]!].mime);
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect([answer.status, bytes.length > 100]).toEqual([200, true]);
      if (kinds[i] === "summary") expect((JSON.parse(bytes.toString()) as TakeSummary).name).toBe(NAME);
    }
  });

  it("are one sentence where there is no such take or kind, or it cannot be read", async () => {
    for (const [name, kind] of [
      ["../secret", "midi"],
      [NAME, "wav"],
      [NAME, "toString"],
    ] as const)
      expect((await ask(name, kind)).status).toBe(404);
    await writeTake(folder.path("broken"), take.header, take.all);
    await writeFile(join(folder.path("broken"), HEADER_FILE), "{");
    const answer = await ask("broken", "csv");
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringMatching(/is damaged.*\.\n$/)]);
    // Nothing is written for who has gone, and whoever comes next is served.
    expect((await ask(NAME, "csv", AbortSignal.abort())).status).toBe(422);
    expect((await ask(NAME, "csv")).status).toBe(200);
  });
});
