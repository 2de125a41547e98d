import { afterEach, describe, expect, it, vi } from "vitest";
import type { Clip } from "../../../shared/protocol/media.ts";
import { ClipStall, ClipTrouble } from "../../../visuals/clips/clip-source.ts";
import { StallLimit } from "../../../visuals/clips/stall-limit.ts";
import { openVideo } from "../../../visuals/clips/video-source.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

const CLIP: Clip = { name: "a.mp4", kind: "video", size: 1, changed: 1, on: true, trouble: "" };

/** A video element that never says a word, in the state that a browser's would be in. */
class Silent extends EventTarget {
  readonly NETWORK_LOADING = 2;
  readonly networkState: number;
  readonly error = null;
  constructor(networkState: number) {
    super();
    this.networkState = networkState;
  }
  removeAttribute(): void {}
  load(): void {}
}

/** What comes of opening it. */
const opening = async (networkState: number): Promise<unknown> => {
  vi.stubGlobal("document", { createElement: () => new Silent(networkState) });
  const time = new VirtualTime();
  const opened = openVideo(CLIP, 8, time).then(
    () => null,
    (error: unknown) => error,
  );
  await time.advance(60_000);
  return opened;
};

describe("a video that does not come", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("may be tried again while the browser still waits for more of it, and is named", async () => {
    const error = await opening(2);
    expect(error).toBeInstanceOf(ClipStall);
    expect(error).not.toBeInstanceOf(ClipTrouble);
    expect(String(error)).toContain('"a.mp4"');
  });

  it("is tried again, left out when it has stalled too often, and may be switched on anew", () => {
    const stallLimit = new StallLimit();
    const stall = new ClipStall("it did not come");
    const left = Array.from({ length: 6 }, () => stallLimit.after(stall, CLIP) instanceof ClipTrouble);
    expect(left).toEqual([false, false, true, false, false, true]);
    stallLimit.after(stall, CLIP);
    stallLimit.after(stall, CLIP);
    stallLimit.renew();
    expect(stallLimit.after(stall, CLIP)).toBe(stall);
    expect(stallLimit.after(stall, { ...CLIP, changed: 2 })).toBe(stall);
  });

  it("holds no picture when the browser has all that it wants", async () => {
    expect(await opening(1)).toBeInstanceOf(ClipTrouble);
  });
});
