import { describe, expect, it } from "vitest";
import { DRUMS } from "../../../shared/music/drums.ts";
import { actionOf, type Key, PAD_ROWS } from "../../../visuals/desk/keys.ts";

const key = (name: string, held: Partial<Key> = {}): Key => ({
  key: name,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  ...held,
});

describe("the keys", () => {
  it("give every drum one pad, and no pad a key that means something else", () => {
    const pads = PAD_ROWS.flat();
    expect(pads.map(({ drum }) => drum).toSorted()).toEqual([...DRUMS].toSorted());
    for (const pad of pads) expect(actionOf(key(pad.key))).toEqual({ do: "play", drum: pad.drum });
  });

  it("play and toggle once when they are held down, and go on turning tempo and temperature", () => {
    for (const name of ["z", "m", " ", "Escape"]) expect(actionOf(key(name, { repeat: true }))).toBeNull();
    expect(actionOf(key("ArrowUp", { repeat: true }))).toEqual({ do: "temperature", by: 0.05 });
    expect(actionOf(key("ArrowLeft", { repeat: true, shiftKey: true }))).toEqual({ do: "tempo", by: -0.1 });
  });

  it("mean the same with caps lock", () => {
    expect(actionOf(key("M"))).toEqual({ do: "toggle", setting: "mute" });
  });

  it("leave the browser its own", () => {
    for (const held of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }])
      expect(actionOf(key("w", held))).toBeNull();
    for (const name of ["F5", "Tab", "Enter", "y"]) expect(actionOf(key(name))).toBeNull();
  });
});
