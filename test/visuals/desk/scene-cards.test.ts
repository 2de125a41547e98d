import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { HOUSE_SCENES } from "../../../server/picture/scenes/house-scenes.ts";

/** A small picture: they are all loaded with the desk. */
const LARGEST = 12_000;

describe("a scene's thumbnail", () => {
  it.each(HOUSE_SCENES.map(({ name }) => name))("%s is a small WebP of 320 by 180", (name) => {
    const file = readFileSync(
      fileURLToPath(new URL(`../../../visuals/scenes/${name}/thumbnail.webp`, import.meta.url)),
    );
    expect(file.toString("latin1", 0, 4) + file.toString("latin1", 8, 15)).toBe("RIFFWEBPVP8");
    expect(file.length).toBeLessThan(LARGEST);
    // A lossy key frame: start code, then 14 bits each of width and height (RFC 6386, 9.1).
    const start = file.indexOf(Buffer.from([0x9d, 0x01, 0x2a]));
    expect([file.readUInt16LE(start + 3) & 0x3fff, file.readUInt16LE(start + 5) & 0x3fff]).toEqual([320, 180]);
  });
});
