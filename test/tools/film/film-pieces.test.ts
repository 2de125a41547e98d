import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FilmPieces } from "../../../server/tools/film/film-pieces.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

describe("what there is of a film", () => {
  const { path, write } = temporaryFolder();
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

  it("stays for the same film, up to the first piece that is missing, and goes for another", async () => {
    const begun = await FilmPieces.open(path("film.parts"), "one");
    for (const number of [0, 1, 3]) await begun.put("piece", number, bytes("piece"));
    for (const number of [0, 1]) await begun.put("hashes", number, bytes(`${number}\n`));
    const again = await FilmPieces.open(path("film.parts"), "one");
    expect(again.count).toBe(2);
    expect(await again.hashes(2)).toBe("0\n1\n");
    expect((await FilmPieces.open(path("film.parts"), "another")).count).toBe(0);
    await again.remove();
    expect(existsSync(path("film.parts"))).toBe(false);
  });

  it("has its sound when the last of it has come, whatever was begun before", async () => {
    const pieces = await FilmPieces.open(path("sound.parts"), "one");
    await pieces.putSound(0, bytes("cut off"));
    await pieces.putSound(0, bytes("sound"));
    await pieces.putSound(1, bytes("sound"));
    expect(pieces.hasSound).toBe(false);
    await pieces.putSound(2, bytes(""));
    expect(pieces.hasSound).toBe(true);
  });

  it("says where it cannot be written, and that nothing is lost", async () => {
    const file = await write("file.txt", "no folder");
    await expect(FilmPieces.open(`${file}/film.parts`, "one")).rejects.toThrow(
      /film\.parts cannot be written \(.+\); what is made stays, and when that is mended the same command goes on with it\./,
    );
  });
});
