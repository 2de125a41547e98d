import { Group } from "three/webgpu";
import type { Glyphs } from "./glyphs.ts";
import { Rules } from "./rules.ts";
import { Types } from "./types.ts";

/** A sheet that is printed anew every frame: fields first, letters on them, and fine rules over all. */
export class Sheet {
  readonly object = new Group();
  readonly fields = new Rules("fields", 80);
  readonly letters: Types;
  readonly rules = new Rules("rules", 700);
  readonly #printed: readonly [Rules, Types, Rules];

  constructor(glyphs: Glyphs) {
    this.letters = new Types("letters", 2400, glyphs.texture);
    this.#printed = [this.fields, this.letters, this.rules];
    for (const [i, { object }] of this.#printed.entries()) {
      for (const each of object.children) each.renderOrder = i;
      this.object.add(object);
    }
  }

  /** @realtime yes */
  clear(): void {
    for (const each of this.#printed) each.clear();
  }

  /** @realtime yes */
  upload(): void {
    for (const each of this.#printed) each.upload();
  }

  dispose(): void {
    for (const each of this.#printed) each.dispose();
  }
}
