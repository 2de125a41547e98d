import { EventEmitter } from "node:events";
import { mkdir } from "node:fs/promises";
import type { Worker } from "node:worker_threads";
import { beforeEach, describe, expect, it } from "vitest";
import { OwnScenes } from "../../../server/picture/scenes/own-scenes.ts";
import type { WatchNews } from "../../../server/picture/scenes/scene-messages.ts";
import type { Report } from "../../../shared/events/report.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { settle, VirtualTime } from "../../helpers/virtual-time.ts";

const RAIN = { name: "rain", kind: "module", file: "scenes/rain/index.ts" } as const;

describe("a show's own scenes", () => {
  const folder = temporaryFolder();
  let reports: Report[];
  let own: OwnScenes;
  let changes: number;
  let time: VirtualTime;

  beforeEach(() => {
    reports = [];
    changes = 0;
    time = new VirtualTime();
    own = new OwnScenes({
      folder: folder.path("scenes"),
      project: "",
      taken: [],
      time,
      report: (report) => reports.push(report),
      onListenerError: (error) => {
        throw error;
      },
    });
    own.changed.on(() => changes++);
  });

  const compiled = (version: string, words: unknown = null): Extract<WatchNews, { is: "compiled" }> => {
    const code = `// ${version}`;
    return { is: "compiled", ...RAIN, version, files: { "index.js": code }, map: null, words };
  };
  const fault = "scenes/rain/index.ts, line 3: Unexpected token";
  const texts = (): string[] => reports.map(({ text }) => text);

  it("does not repeat for ever what stages say of scenes that are not its own", () => {
    for (let i = 0; i < 1000; i++) own.failed({ scene: "ink", message: `no ${i % 100}`, stack: "" });
    expect(reports.length).toBeGreaterThan(8);
    expect(reports.length).toBeLessThan(100);
  });

  it("are ready at once where there are none", async () => {
    await own.ready;
    expect(own.state).toEqual([]);
    expect(own.traits).toEqual([]);
  });

  it("go on in the last version that could be compiled, while what is wrong with the newest is told", () => {
    own.hear({ is: "faulty", ...RAIN, fault });
    expect(own.traits).toEqual([]);
    expect(texts()).toEqual([`${fault}.`]);
    own.hear(compiled("one"));
    own.hear({ is: "faulty", ...RAIN, fault });
    expect(own.state).toEqual([{ ...RAIN, version: "one", fault, about: null, thumbnail: null }]);
    const mended = "scenes/rain/index.ts was saved anew, and can be shown again.";
    expect(texts().slice(1)).toEqual([mended, `${fault}. The version before goes on.`]);
    expect(own.traits).toEqual([{ name: "rain", wildness: 0.5, density: 0.5, stages: {} }]);
    own.hear(compiled("two"));
    expect(own.state[0]).toMatchObject({ version: "two", fault: null });
    expect(texts().at(-1)).toBe(mended);
    expect(changes).toBe(4);
  });

  it("serve the last few versions, and nothing else", () => {
    for (const version of ["a", "b", "c", "d", "e"]) own.hear(compiled(version));
    expect(own.file("rain", "e", "index.js")).toBe("// e");
    expect(own.file("rain", "b", "index.js")).toBe("// b");
    expect(own.file("rain", "a", "index.js")).toBeNull();
    expect(own.file("rain", "e", "constructor")).toBeNull();
    expect(own.file("snow", "e", "index.js")).toBeNull();
  });

  it("say of themselves what a stage has told, for desk and director; what is wrong in it is named", () => {
    own.hear(compiled("one"));
    const words = { about: "Rain.", wildness: 0.9, stages: { model1: 1 }, gestures: { kick: "a drop" } };
    own.loaded({ scene: "rain", version: "gone", words });
    expect(own.state[0]?.about).toBeNull();
    own.loaded({ scene: "rain", version: "one", words });
    expect(own.state[0]?.about).toMatchObject({
      name: "rain",
      about: "Rain.",
      gestures: { kick: "a drop", snare: "" },
    });
    expect(own.traits).toEqual([{ name: "rain", wildness: 0.9, density: 0.5, stages: { model1: 1 } }]);
    const parameters = [{ name: "size", min: 3, max: 1, default: 2 }];
    for (let i = 0; i < 3; i++) own.loaded({ scene: "rain", version: "one", words: { parameters } });
    expect(texts()).toEqual([
      "scenes/rain/index.ts: parameters.0 must have min below max, and default between them; what is wrong there is left out.",
    ]);
    expect(own.state[0]?.fault).toMatch(/^scenes\/rain\/index\.ts: parameters\.0 must have min below max/);
  });

  it("lose of what they say of themselves only what is wrong", () => {
    own.hear(compiled("one"));
    const size = { name: "size", about: "how large", min: 0, max: 4, default: 1 };
    const words = {
      about: "Rain.",
      parameters: [size, { ...size, name: "big", max: "NaN" }],
      wildness: 3,
      parametres: [],
    };
    own.loaded({ scene: "rain", version: "one", words });
    expect(own.state[0]?.about).toMatchObject({ about: "Rain.", parameters: [size] });
    expect(own.traits[0]).toMatchObject({ wildness: 0.5 });
    expect(texts()).toEqual([
      'scenes/rain/index.ts: parameters.1.max must be a number, not "NaN" (and 2 more); what is wrong there is left out.',
    ]);
  });

  it("go on where a stage says so, and what is wrong is named", () => {
    own.hear(compiled("one"));
    const message = 'position.y of the Mesh "drop" is NaN';
    own.failed({ scene: "rain", version: "one", message, stack: "", goesOn: true });
    expect(texts()).toEqual([`scenes/rain/index.ts: ${message}.`]);
    expect(own.state[0]?.fault).toBe(`scenes/rain/index.ts: ${message}`);
  });

  it("name each fault of a version once and few of them, however many stages tell of it", () => {
    own.hear(compiled("one"));
    for (let i = 0; i < 500; i++)
      own.failed({ scene: "rain", version: "one", message: i < 100 ? "boom" : `boom ${i}`, stack: "" });
    expect(reports).toHaveLength(8);
    expect(texts()[0]).toBe("scenes/rain/index.ts: boom. It gives way until it is saved anew.");
    expect(own.state[0]?.fault).toMatch(/^scenes\/rain\/index\.ts: boom/);
    own.failed({ scene: "rain", version: "older", message: "boom", stack: "" });
    own.hear(compiled("two"));
    own.failed({ scene: "rain", version: "two", message: "boom", stack: "" });
    expect(texts().slice(8)).toEqual([
      "scenes/rain/index.ts was saved anew, and can be shown again.",
      "scenes/rain/index.ts: boom. It gives way until it is saved anew.",
    ]);
    own.failed({ scene: "ink", message: "no ink", stack: "" });
    expect(texts()[10]).toBe('The scene "ink" failed on a stage: no ink.');
  });

  describe("pictured by a stage", () => {
    const picture = (last: number): Uint8Array<ArrayBuffer> =>
      Uint8Array.from([...Buffer.from("RIFF\x10\0\0\0WEBPVP8 "), last]);

    it("have the first picture of a version, until there is one of the next", () => {
      own.hear(compiled("one"));
      expect(own.drawn({ scene: "rain", version: "one", picture: picture(1) })).toEqual({ ok: true });
      expect(own.state[0]?.thumbnail).toBe("/scenes/rain/one/thumbnail");
      expect(changes).toBe(2);
      expect(own.drawn({ scene: "rain", version: "one", picture: picture(2) })).toEqual({ ok: true });
      expect(changes).toBe(2);
      expect(own.thumbnail("rain", "one")).toMatchObject({ type: "image/webp", picture: picture(1) });

      own.hear(compiled("two"));
      expect(own.state[0]).toMatchObject({ version: "two", thumbnail: "/scenes/rain/one/thumbnail" });
      own.drawn({ scene: "rain", version: "two", picture: picture(3) });
      expect(own.state[0]?.thumbnail).toBe("/scenes/rain/two/thumbnail");
      // One picture a scene is kept, however often it is saved.
      expect(own.thumbnail("rain", "one")).toBeNull();
    });

    it.each([
      ["there is no such scene", "snow", "one"],
      ["it is another by now", "rain", "gone"],
    ])("have none where %s", (_, scene, version) => {
      own.hear(compiled("one"));
      expect(own.drawn({ scene, version, picture: picture(1) })).toEqual({
        ok: false,
        reason: `there is no scene "${scene}" of the version "${version}", or it is another by now`,
      });
      expect(own.state[0]?.thumbnail).toBeNull();
      expect(own.thumbnail(scene, version)).toBeNull();
      expect(changes).toBe(1);
    });

    it("have none when they are gone", () => {
      own.hear(compiled("one"));
      own.drawn({ scene: "rain", version: "one", picture: picture(1) });
      own.hear({ is: "gone", name: "rain" });
      own.hear(compiled("one"));
      expect(own.state[0]?.thumbnail).toBeNull();
      expect(own.thumbnail("rain", "one")).toBeNull();
    });
  });

  describe("that silence a stage", () => {
    const SENTENCE =
      "scenes/rain/index.ts: a stage fell silent within seconds of drawing it, so no page is given it until it is saved anew.";
    const RELOAD = "A stage that does not come back by itself must be loaded anew.";
    let withdrawn: string[];
    const tried = (is: "begun" | "ended" | "lasting" | "broken", version = "one", stage = "left"): void =>
      own.tried({ scene: "rain", version, is }, stage);

    beforeEach(() => {
      withdrawn = [];
      own.withdrawn.on((name) => withdrawn.push(name));
      own.hear(compiled("one"));
    });

    it("are named, and given to no page until they are saved anew", () => {
      tried("begun");
      own.stageGone("left", true);
      expect(texts()).toEqual([`${SENTENCE} ${RELOAD}`]);
      expect(own.state[0]).toMatchObject({ version: null, fault: SENTENCE.slice(0, -1) });
      expect(own.traits).toEqual([]);
      expect(own.file("rain", "one", "index.js")).toBeNull();
      expect(withdrawn).toEqual(["rain"]);
      own.hear(compiled("one"));
      expect(own.state[0]).toMatchObject({ version: "one", fault: null });
      expect(own.file("rain", "one", "index.js")).toBe("// one");
    });

    it("give way to the version before, where there is one", () => {
      own.hear(compiled("two"));
      tried("begun", "two");
      own.stageGone("left", true);
      expect(texts()).toEqual([`${SENTENCE} The version before goes on. ${RELOAD}`]);
      expect(own.state[0]).toMatchObject({ version: "one" });
      expect(withdrawn).toEqual([]);
      tried("begun", "one", "right");
      own.stageGone("right", true);
      expect(own.state[0]).toMatchObject({ version: null });
    });

    it("are blamed also where the graphics context was lost", () => {
      tried("begun");
      tried("broken");
      expect(own.state[0]?.version).toBeNull();
    });

    it.each<[string, () => void | Promise<void>]>([
      ["the stage said goodbye", () => own.stageGone("left", false)],
      ["another stage went", () => own.stageGone("right", true)],
      [
        "it was over",
        () => {
          tried("ended");
          own.stageGone("left", true);
        },
      ],
      [
        "it has lasted on another stage",
        () => {
          tried("begun", "one", "right");
          tried("lasting", "one", "right");
          own.stageGone("left", true);
        },
      ],
      [
        "it was begun long ago",
        async () => {
          await time.advance(60_000);
          own.stageGone("left", true);
        },
      ],
      [
        "there is another version since",
        () => {
          own.hear(compiled("two"));
          own.stageGone("left", true);
        },
      ],
    ])("are not blamed where %s", async (_, happens) => {
      tried("begun");
      await happens();
      expect(own.state[0]?.version).not.toBeNull();
      expect(texts()).toEqual([]);
    });
  });

  it("are forgotten when they are gone", () => {
    own.hear(compiled("one"));
    own.hear({ is: "gone", name: "rain" });
    expect(own.traits).toEqual([]);
    expect(texts()).toEqual(['The scene "rain" is gone; where it is on, it stays until the next change.']);
  });

  describe("whose thread ends", () => {
    /** A thread that compiles nothing, but says what it is told to say. */
    class FakeWorker extends EventEmitter {
      unref(): void {}
      terminate(): Promise<number> {
        return Promise.resolve(1);
      }
      crash(reason: string): Promise<void> {
        this.emit("error", new Error(reason));
        this.emit("exit", 1);
        return settle();
      }
    }
    const time = new VirtualTime();
    const workers: FakeWorker[] = [];

    it("go on as they are, are looked after again by another, and it is told once, however often", async () => {
      await mkdir(folder.path("watched/scenes"), { recursive: true });
      own = new OwnScenes({
        folder: folder.path("watched/scenes"),
        project: "",
        taken: [],
        time,
        report: (report) => reports.push(report),
        onListenerError: (error) => {
          throw error;
        },
        spawn: () => {
          workers.push(new FakeWorker());
          return workers.at(-1) as unknown as Worker;
        },
      });
      await expect.poll(() => workers.length).toBe(1);
      workers[0]?.emit("message", compiled("one"));
      workers[0]?.emit("message", { ...compiled("one"), name: "snow" });
      workers[0]?.emit("message", { is: "ready" });
      await own.ready;
      for (const pause of [1000, 2000, 4000, 8000, 16_000, 30_000]) {
        await workers.at(-1)?.crash("out of memory");
        const { length } = workers;
        await time.advance(pause - 1);
        expect(workers).toHaveLength(length);
        await time.advance(1);
        expect(workers).toHaveLength(length + 1);
      }
      expect(texts()).toEqual([
        "The show's own scenes are not looked after (out of memory); they go on as they are until they are again.",
      ]);
      expect(own.traits.map(({ name }) => name)).toEqual(["rain", "snow"]);
      workers.at(-1)?.emit("message", compiled("one"));
      workers.at(-1)?.emit("message", { is: "ready" });
      expect(own.traits.map(({ name }) => name)).toEqual(["rain"]);
      expect(texts().slice(1)).toEqual([
        'The scene "snow" is gone; where it is on, it stays until the next change.',
        "The watch over the show's own scenes is back.",
      ]);
      for (const version of ["two", "two", "two", "two", "three"]) workers.at(-1)?.emit("message", compiled(version));
      expect(own.file("rain", "one", "index.js")).toBe("// one");
      await own.dispose();
    });

    it("are ready all the same", async () => {
      const broken = new OwnScenes({
        folder: folder.path("watched/scenes"),
        project: "",
        taken: [],
        time,
        report: () => {},
        onListenerError: () => {},
        spawn: () => {
          throw new Error("no thread");
        },
      });
      await broken.ready;
      await broken.dispose();
    });
  });
});
