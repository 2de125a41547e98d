import { describe, expect, it } from "vitest";
import type { FaultMessage } from "../../../shared/protocol/own-scenes.ts";
import { importLack, lackOf, PageLack } from "../../../visuals/scene-api/page-lack.ts";
import { type Lacking, SceneShelf } from "../../../visuals/scene-api/scene-shelf.ts";

const throws = (error: unknown): never => {
  throw error;
};

const withoutOffscreenCanvas = (): unknown => {
  try {
    return new OffscreenCanvas(1, 1);
  } catch (error) {
    return error;
  }
};

describe("what a browser lacks", () => {
  it("is told from a scene's mistakes, in the words of each browser", () => {
    // Node has no OffscreenCanvas, as Safari 16 has none.
    expect(lackOf(withoutOffscreenCanvas())).toBe("it has no OffscreenCanvas; a newer one has");
    expect(lackOf(new ReferenceError("Can't find variable: OffscreenCanvas"))).toMatch(/no OffscreenCanvas/);
    expect(lackOf(new TypeError("window.createImageBitmap is not a function"))).toMatch(/no createImageBitmap/);
    expect(lackOf(new TypeError("context.roundRect is not a function. (In 'context.roundRect(0)')"))).toMatch(
      /no CanvasRenderingContext2D.prototype.roundRect/,
    );
    expect(lackOf(new PageLack("open the stage without ?webgpu"))).toBe("open the stage without ?webgpu");

    expect(lackOf(new ReferenceError("OfscreenCanvas is not defined"))).toBeNull();
    // What is there was only used wrongly.
    expect(lackOf(new TypeError("list.toSorted is not a function"))).toBeNull();
    expect(lackOf(new TypeError("structuredClone is not iterable"))).toBeNull();
    expect(lackOf(new Error("OffscreenCanvas is too small"))).toBeNull();
  });

  it("is why a module cannot be loaded, unless its author asked for what is not there", () => {
    const chrome = 'Failed to resolve module specifier "three". Relative references must start with either "/"';
    const safari = 'Module specifier, \'three\' does not start with "/", "./", or "../". Referenced from https://a.b';
    for (const said of [chrome, safari])
      expect(lackOf(importLack(new TypeError(said)))).toMatch(/no import maps.*Safari from 16\.4/);
    expect(lackOf(importLack(new TypeError("Failed to fetch dynamically imported module: /scenes/a")))).toMatch(
      /server/,
    );
    expect(lackOf(importLack(new SyntaxError("Invalid regular expression: invalid group name")))).toMatch(/JavaScript/);
    const missing = new SyntaxError("The requested module 'three' does not provide an export named 'Cube'");
    expect(importLack(missing)).toBe(missing);
    expect(lackOf(importLack(new TypeError("Cube is not a constructor")))).toBeNull();
  });

  it("is told to whoever has the page, and to nobody else", () => {
    const scenes = new SceneShelf(throws);
    const lacking: Lacking[] = [];
    const failed: FaultMessage[] = [];
    scenes.lacking.on((news) => lacking.push(news));
    scenes.failed.on((message) => failed.push(message));
    scenes.fail("rain", "v1", withoutOffscreenCanvas());
    expect([lacking.length, failed.length]).toEqual([1, 0]);
    scenes.fail("rain", "v1", new Error("it rains too hard"));
    expect(failed).toMatchObject([{ scene: "rain", version: "v1", message: "it rains too hard" }]);
    expect(lacking).toEqual([{ scene: "rain", reason: "it has no OffscreenCanvas; a newer one has" }]);
  });
});
