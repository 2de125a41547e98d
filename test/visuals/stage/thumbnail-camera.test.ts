import { beforeEach, describe, expect, it } from "vitest";
import type { OwnScene } from "../../../shared/protocol/own-scenes.ts";
import { type ThumbnailMessage, thumbnailAddress } from "../../../shared/protocol/thumbnail.ts";
import { ms } from "../../../shared/time/units.ts";
import { SceneShelf } from "../../../visuals/scene-api/scene-shelf.ts";
import { ThumbnailCamera } from "../../../visuals/stage/thumbnail-camera.ts";
import { settle } from "../../helpers/virtual-time.ts";

const PICTURE = new Uint8Array(20);
const rain = (version: string, thumbnail: string | null): OwnScene => ({
  name: "rain",
  kind: "module",
  file: "scenes/rain/index.ts",
  version,
  fault: null,
  about: null,
  thumbnail,
});

describe("the camera of a stage", () => {
  let shelf: SceneShelf;
  let sent: ThumbnailMessage[];
  let taken: number;
  let camera: ThumbnailCamera;
  let now: number;
  let isDark: boolean;

  beforeEach(() => {
    sent = [];
    taken = 0;
    now = 0;
    isDark = false;
    shelf = new SceneShelf((error) => {
      throw error;
    });
    shelf.set([rain("one", null)]);
    const take = async (): Promise<typeof PICTURE | null> => {
      taken++;
      return isDark ? null : PICTURE;
    };
    camera = new ThumbnailCamera(shelf, take, (message) => sent.push(message));
  });

  /** Frames of 60 Hz for so long, with this scene alone on the screen. */
  const shows = async (alone: { name: string; version: string } | null, length: number): Promise<void> => {
    for (const end = now + length; now < end; now += 1000 / 60) camera.frame(alone, ms(now));
    await settle();
  };
  const one = { name: "rain", version: "one" };

  it("takes a picture of a version that has been on alone for two seconds, and of it no other", async () => {
    await shows(one, 1990);
    expect(taken).toBe(0);
    await shows(one, 50);
    expect(sent).toEqual([{ scene: "rain", version: "one", picture: PICTURE }]);
    shelf.set([rain("one", thumbnailAddress("rain", "one"))]);
    await shows(one, 60_000);
    await shows({ ...one }, 60_000);
    expect(taken).toBe(1);
  });

  it("waits anew after a change, darkness or a picture that stood still", async () => {
    for (let i = 0; i < 5; i++) {
      await shows(one, 1900);
      await shows(null, 100);
    }
    expect(taken).toBe(0);
  });

  it("takes one of the next version, and none of what plays on until that is ready", async () => {
    shelf.set([rain("two", thumbnailAddress("rain", "one"))]);
    await shows(one, 5000);
    expect(taken).toBe(0);
    await shows({ name: "rain", version: "two" }, 2100);
    expect(sent.map(({ version }) => version)).toEqual(["two"]);
  });

  it("takes none of the scenes of the house", async () => {
    await shows({ name: "ink", version: "" }, 60_000);
    expect(taken).toBe(0);
  });

  it("looks again where nothing was to be seen, but not for ever", async () => {
    isDark = true;
    await shows(one, 5000);
    expect(sent).toEqual([]);
    isDark = false;
    await shows(one, 2000);
    expect(sent).toHaveLength(1);
    isDark = true;
    await shows({ ...one }, 600_000);
    expect(taken).toBeLessThan(20);
  });
});
