import { mkdir } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import type { Socket } from "socket.io-client";
import { afterEach, describe, expect, it } from "vitest";
import type { OwnScene } from "../../shared/protocol/own-scenes.ts";
import type { ClientToServer, ServerToClient } from "../../shared/protocol/socket.ts";
import { connectTo } from "../helpers/antiphon-process.ts";
import { Besieged } from "../helpers/besieged.ts";
import { launchChromium } from "../helpers/chromium.ts";
import { besiege, ROUNDS } from "../helpers/siege.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

/** A scene that takes memory without end is to end its page, and not the machine. */
const HEAP_OF_A_PAGE = "--js-flags=--max-old-space-size=256";
const NAMED_WITHIN_MS = 60_000;

/** What each does in its first frame. */
const HOSTILE: Readonly<Record<string, string>> = {
  throws: 'throw new Error("on purpose");',
  loops: "for (let i = 0; i >= 0; ) i += 1;",
  allocates: "const kept: object[] = []; for (;;) kept.push(new Array(1000).fill({}));",
  hangs: "for (;;) try { for (let i = 0; i >= 0; ) i += 1; } catch {}",
};
const SHADER = `/*{ "INPUTS": [] }*/
void main() { float n = 0.0; while (n >= 0.0) n += 1.0; gl_FragColor = vec4(0.0, step(9.0, n), 0.0, 1.0); }
`;

describe("scenes that loop, allocate and throw", () => {
  const folder = temporaryFolder();
  let besieged: Besieged | null = null;
  let browser: Browser | null = null;
  let desk: Socket<ServerToClient, ClientToServer> | null = null;
  afterEach(async () => {
    desk?.close();
    await besieged?.kill();
    await browser?.close();
  });

  it("are named, give way to others, and stop neither the stage that comes next nor who plays", async () => {
    await mkdir(folder.path("scenes"));
    besieged = await Besieged.begin(folder.path("show.json"));
    const house = besieged;
    let own: readonly OwnScene[] = [];
    desk = connectTo(house.port);
    const ordering = desk;
    ordering.on("scenes", (scenes) => {
      own = scenes;
    });
    const stateOf = (name: string) => own.find((scene) => scene.name === name);
    const show = async (scene: string): Promise<void> => {
      await expect.poll(() => stateOf(scene)?.version, { timeout: NAMED_WITHIN_MS }).toEqual(expect.any(String));
      const reply = await ordering.timeout(30_000).emitWithAck("desk", { do: "cue", scene, transition: "cut" });
      expect(reply).toEqual({ ok: true });
    };
    // The compiler is loaded with the first scene, and stays.
    await mkdir(folder.path("scenes/harmless"));
    await folder.write("scenes/harmless/index.ts", sceneThat(""));
    await show("harmless");
    let stage = await openStage(house.url);
    await stage.shows((showing) => showing === "harmless");
    await besiege(
      house,
      "hostile scenes on a stage",
      async (seed) => {
        for (const [name, line] of Object.entries(HOSTILE)) {
          const scene = `${name}-${seed}`;
          await mkdir(folder.path(`scenes/${scene}`));
          await folder.write(`scenes/${scene}/index.ts`, sceneThat(line));
          await show(scene);
          await expect.poll(() => stateOf(scene)?.fault, { timeout: NAMED_WITHIN_MS, message: scene }).toContain(scene);
          if (!(await stage.draws())) {
            await stage.close();
            stage = await openStage(house.url);
          }
          await stage.shows((showing) => showing !== scene);
        }
        const shader = `endless-${seed}`;
        await folder.write(`scenes/${shader}.fs`, SHADER);
        await show(shader);
        await stage.shows((showing) => showing === shader);
        expect(await stage.draws()).toBe(true);
        return Object.keys(HOSTILE).length + 1;
      },
      { rounds: Math.ceil(ROUNDS / 4), warmUp: false },
    );
    await house.end();
  });

  /** A browser of its own for each stage, for one that hangs would hold the others up. */
  const openStage = async (url: string): Promise<Stage> => {
    await browser?.close();
    browser = await launchChromium([HEAP_OF_A_PAGE]);
    const page = await browser.newPage({ viewport: { width: 320, height: 180 } });
    await page.goto(`${url}/stage`);
    await page.waitForFunction(() => window.antiphonStage?.drawn === true);
    return new Stage(page);
  };
});

/** A page that may crash and hang, which no question to it may wait for. */
class Stage {
  readonly #page: Page;
  #crashed = false;

  constructor(page: Page) {
    this.#page = page;
    page.on("crash", () => {
      this.#crashed = true;
    });
  }

  /** Whether new frames come. */
  async draws(): Promise<boolean> {
    if (this.#crashed) return false;
    const before = await this.#within(this.#page.evaluate(() => window.antiphonStage?.frames ?? 0));
    if (before === null) return false;
    const more = this.#page.waitForFunction((count) => (window.antiphonStage?.frames ?? 0) > count + 3, before);
    return (await this.#within(more)) !== null;
  }

  async shows(isMeant: (showing: string) => boolean): Promise<void> {
    await expect
      .poll(async () => isMeant((await this.#page.evaluate(() => window.antiphonStage?.showing)) ?? ""), {
        timeout: NAMED_WITHIN_MS,
      })
      .toBe(true);
  }

  async close(): Promise<void> {
    await this.#within(this.#page.close());
  }

  async #within<T>(answer: Promise<T>): Promise<T | null> {
    answer.catch(() => {});
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), 15_000));
    return Promise.race([answer.catch(() => null), late]);
  }
}

/** One of the least there can be, with a line that is run in every frame. */
const sceneThat = (line: string): string => `
import type { OwnScene } from "antiphon/scene";
import { Mesh, MeshBasicNodeMaterial, OrthographicCamera, PlaneGeometry } from "three/webgpu";

export const scene: OwnScene = {
  depth: false,
  init: () => ({
    world: new Mesh(new PlaneGeometry(2, 2), new MeshBasicNodeMaterial({ color: 0x10c010 })),
    camera: new OrthographicCamera(-1, 1, 1, -1, -1, 1),
    hit() {},
    update() {
      ${line}
    },
    dispose() {},
  }),
};
`;
