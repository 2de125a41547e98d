import { mkdir } from "node:fs/promises";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { monotonicTime } from "../../server/core/time/monotonic.ts";
import { HOUSE_SCENES } from "../../server/picture/scenes/house-scenes.ts";
import { steadyFade } from "../../shared/picture/fade.ts";
import { PALETTES } from "../../shared/picture/palette.ts";
import { launchChromium } from "../helpers/chromium.ts";
import { aCue } from "../helpers/cue.ts";
import { DeskHouse } from "../helpers/desk-house.ts";
import { snapshot } from "../helpers/snapshot.ts";

const PICTURES = "test/pictures/desk";

describe("the desk", () => {
  let browser: Browser;
  let house: DeskHouse;
  let page: Page;
  let complaints: string[];

  const openPage = async (options: BrowserContextOptions = {}): Promise<Page> => {
    const opened = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options });
    opened.on("pageerror", (error) => complaints.push(error.message));
    opened.on("console", (message) => {
      // A server that is down is what some of these tests are about.
      if (message.type() === "error" && !message.text().includes("WebSocket")) complaints.push(message.text());
    });
    await opened.goto(`${house.url}/desk`);
    await opened.locator("main.open").waitFor();
    return opened;
  };
  /** What the page says of its clock. */
  const clockError = async (): Promise<number> =>
    Number(/± ([\d.]+) ms/.exec((await page.locator("[data-clock-error]").textContent()) ?? "")?.[1]);
  const voice = (name: string) => page.locator(`[data-voice="${name}"]`);

  beforeAll(async () => {
    browser = await launchChromium();
    await mkdir(PICTURES, { recursive: true });
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    complaints = [];
    house = new DeskHouse(inject("pages"));
    await house.open();
    page = await openPage();
  });
  afterEach(async () => {
    await page.close();
    await house.close();
    expect(complaints).toEqual([]);
  });

  it("shows every voice, who it hears, and what it does", async () => {
    await expect
      .poll(() => page.locator(".voice h2").allTextContents())
      .toEqual(["drummer", "model1", "model2", "video"]);
    expect(await voice("model1").locator(".hears").textContent()).toBe("hears drummer");
    expect(await voice("drummer").locator(".hears").textContent()).toBe("live: demo drummer");
    expect(await voice("video").locator(".hears").textContent()).toContain("plays the picture");
    await expect.poll(() => voice("model1").locator("[data-doing]").textContent()).toBe("idle");
  });

  it("counts with the server's clock", async () => {
    // Slow, for a machine that is: what a beat shows stays for three seconds. Nine beats in is bar 3, beat 2.
    house.setTransport({ tempo: 20, originBeats: 0, originMs: monotonicTime.now() - 27_050 });
    const shows = (position: string) =>
      page.waitForFunction((wanted) => document.querySelector("[data-position]")?.textContent === wanted, position);
    await shows("3.2");
    await shows("3.3");
    await expect.poll(clockError).toBeLessThan(50);
  });

  it("shows how far a call and a response are", async () => {
    // At 20 bpm a bar lasts twelve seconds; eighteen seconds in is half way through bar 2.
    house.setTransport({ tempo: 20, originBeats: 0, originMs: monotonicTime.now() - 18_000 });
    house.setVoice("model1", { phase: "responding", phaseFrom: 0, phaseUntil: 64 });
    house.setVoice("model2", { phase: "listening", phaseFrom: 0 });
    await expect.poll(() => voice("model1").locator("[data-doing]").textContent()).toBe("answering, bar 2 of 4");
    await expect.poll(() => voice("model2").locator("[data-doing]").textContent()).toBe("listening, bar 2 of 2");
    const scale = await voice("model1")
      .locator("[data-progress]")
      .evaluate((bar) => new DOMMatrix(getComputedStyle(bar).transform).a);
    expect(scale).toBeGreaterThan(0.35);
    expect(scale).toBeLessThan(0.5);
  });

  it("starts and stops by button and by space bar", async () => {
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByRole("button", { name: "Start" }).waitFor();
    expect(await page.locator("[data-position]").textContent()).toBe("stopped");
    await page.keyboard.press("Space");
    await page.getByRole("button", { name: "Stop" }).waitFor();
    expect(house.commands).toEqual([{ do: "stop" }, { do: "start" }]);
    expect(house.origins).toEqual(["desk", "key"]);
  });

  it("sets the tempo by number, by buttons and by arrows", async () => {
    const tempo = page.getByLabel("Tempo");
    await tempo.fill("174,5");
    await tempo.press("Enter");
    await expect.poll(() => tempo.inputValue()).toBe("174.5");
    await page.getByLabel("Faster").click();
    await expect.poll(() => tempo.inputValue()).toBe("175.5");
    await page.keyboard.press("Shift+ArrowLeft");
    await expect.poll(() => tempo.inputValue()).toBe("175.4");
    expect(house.commands).toEqual([
      { do: "tempo", bpm: 174.5 },
      { do: "tempo", bpm: 175.5 },
      { do: "tempo", bpm: 175.4 },
    ]);
  });

  it("explains a tempo that cannot be, and shows the old one", async () => {
    const tempo = page.getByLabel("Tempo");
    await tempo.fill("5");
    await tempo.press("Enter");
    await page.locator(".toast", { hasText: "bpm must be at least 20, not 5" }).waitFor();
    expect(await tempo.inputValue()).toBe("120");
    await tempo.fill("fast");
    await tempo.press("Enter");
    expect(await tempo.inputValue()).toBe("120");
    expect(house.commands).toEqual([]);
  });

  it("does not disturb whoever is typing while the band plays on", async () => {
    const tempo = page.getByLabel("Tempo");
    await tempo.fill("13");
    for (let i = 0; i < 5; i++) {
      house.setVoice("model1", { calls: i });
      await page.waitForTimeout(20);
    }
    await voice("model1").getByText("4 calls").waitFor();
    expect(await tempo.inputValue()).toBe("13");
    await tempo.press("0");
    await tempo.press("Enter");
    await expect.poll(() => house.commands).toEqual([{ do: "tempo", bpm: 130 }]);
  });

  it("taps by button and by key at the moment of the touch, and nudges", async () => {
    const before = monotonicTime.now();
    await page.getByRole("button", { name: "Tap" }).click();
    await page.keyboard.press("t");
    await page.getByLabel("Later").click();
    await expect.poll(() => house.commands.length).toBe(3);
    const after = monotonicTime.now();
    const error = 5 + (await clockError());
    expect(house.commands[2]).toEqual({ do: "nudge", ms: 5 });
    for (const command of house.commands.slice(0, 2)) {
      if (command.do !== "tap" || command.at === undefined) throw new Error("no tap");
      expect(command.at).toBeGreaterThan(before - error);
      expect(command.at).toBeLessThan(after + error);
    }
  });

  it("shows who leads the time and how well it is heard, and chooses another", async () => {
    const { clock } = house.state.transport;
    const heard = {
      choice: "midi:TD-17",
      jitter: 0.31,
      lost: 2,
      doubled: 1,
      trouble: "Two clocks come in.",
      nudged: -10,
    };
    house.setTransport({
      source: 'MIDI clock from "TD-17"',
      sourceState: "lost",
      tempo: 97.123,
      shownTempo: 97.1,
      clock: { ...clock!, ...heard },
    });
    const source = page.locator(".source");
    await expect.poll(() => source.innerText()).toContain('MIDI clock from "TD-17" lost');
    expect(await source.innerText()).toContain("jitter 0.31 ms, 2 lost, 1 double");
    expect(await source.innerText()).toContain("Two clocks come in.");
    expect(await page.getByLabel("Tempo").inputValue()).toBe("97.1");
    expect(await page.getByText("−10 ms").count()).toBe(1);
    await page.getByLabel("Clock").selectOption({ label: "Ableton Link" });
    await page.getByLabel("follow the drummer").click();
    await page.getByLabel("its start and stop").click();
    await expect
      .poll(() => house.commands)
      .toEqual([
        { do: "clock", source: "link" },
        { do: "follow-drummer", on: true },
        { do: "clock-follow", transport: false },
      ]);
  });

  it("sets the metre", async () => {
    await page.getByLabel("Metre").selectOption("7/8");
    await expect.poll(() => page.locator("[data-beats] i").count()).toBe(7);
    expect(house.commands).toEqual([{ do: "metre", numerator: 7, denominator: 8 }]);
  });

  it("turns temperature under the finger, and ends on the last value however fast it was moved", async () => {
    const slider = page.getByLabel("model1 temperature");
    const box = (await slider.boundingBox())!;
    await slider.evaluate((input: HTMLInputElement) =>
      input.addEventListener("input", () => input.setAttribute("data-turned", input.value)),
    );
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    for (let i = 0; i <= 60; i++) await page.mouse.move(box.x + box.width * (0.5 + i / 150), box.y + box.height / 2);
    await page.mouse.up();
    const last = Number(await slider.getAttribute("data-turned"));
    expect(last).toBeGreaterThan(1.6);
    const everywhere = async (): Promise<number[]> => [
      house.state.voices.find(({ name }) => name === "model1")!.settings.temperature,
      Number(await slider.inputValue()),
      Number(await voice("model1").locator(".slider", { has: slider }).locator("output").textContent()),
    ];
    await expect.poll(everywhere).toEqual([last, last, last]);
  });

  it("turns what else a network is asked for, and gives its density back to it", async () => {
    await page.getByLabel("model1 topP").fill("0.9");
    await page.getByLabel("model1 density", { exact: true }).fill("0.4");
    await expect.poll(() => house.state.voices[1]?.settings).toMatchObject({ topP: 0.9, density: 0.4 });
    await page.getByLabel("model1 density by itself").click();
    await expect.poll(() => house.state.voices[1]?.settings.density).toBeNull();
  });

  it("mutes, solos, loops, mutates and calls for the answer", async () => {
    const model = voice("model2");
    for (const name of ["Mute", "Solo", "Loop"]) {
      await model.getByRole("button", { name }).click();
      await expect.poll(() => model.getByRole("button", { name }).getAttribute("aria-pressed")).toBe("true");
    }
    await model.getByRole("button", { name: "Mutate" }).click();
    await model.getByRole("button", { name: "Answer now" }).click();
    await expect
      .poll(() => house.commands)
      .toEqual([
        { do: "voice", voice: "model2", set: { mute: true } },
        { do: "voice", voice: "model2", set: { solo: true } },
        { do: "voice", voice: "model2", set: { loop: true } },
        { do: "mutate", voice: "model2" },
        { do: "end-call", voice: "model2" },
      ]);
  });

  it("sets call and response lengths and how a voice plays", async () => {
    await page.getByLabel("model1 call length").selectOption("auto");
    await page.getByLabel("model1 response length").selectOption("4");
    await page.getByLabel("model1 mode", { exact: true }).selectOption("along");
    await expect
      .poll(() => house.state.voices[1]?.settings)
      .toMatchObject({ callBars: "auto", responseBars: 4, mode: "along" });
    await expect.poll(() => page.getByLabel("model1 response length").inputValue()).toBe("4");
  });

  it("means the chosen voice with its keys", async () => {
    await page.keyboard.press("3");
    for (const key of ["m", "o", "l", "u", "n", "ArrowUp"]) await page.keyboard.press(key);
    await expect.poll(() => house.commands.length).toBe(6);
    expect(house.commands.every((command) => "voice" in command && command.voice === "model2")).toBe(true);
    expect(house.commands.at(-1)).toEqual({ do: "voice", voice: "model2", set: { temperature: 1.05 } });
  });

  it("panics by button, and by Escape only when it is pressed twice", async () => {
    await page.getByRole("button", { name: "Panic" }).click();
    await expect.poll(() => house.commands).toEqual([{ do: "panic" }]);
    await Promise.all([page.getByText("Esc again").waitFor(), page.keyboard.press("Escape")]);
    await page.getByText("Panic").waitFor();
    expect(house.commands).toHaveLength(1);
    // As fast as fingers are, however slow the machine.
    await page.evaluate(() => {
      for (let i = 0; i < 2; i++)
        document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    });
    await expect.poll(() => house.commands).toHaveLength(2);
  });

  it("plays its pads by touch, the higher the louder, and by keys, once a press", async () => {
    const pad = page.locator('[data-pad="snare"]');
    const { height } = (await pad.boundingBox())!;
    await pad.click({ position: { x: 10, y: 4 } });
    await pad.click({ position: { x: 10, y: height - 4 } });
    await page.keyboard.down("z");
    await page.keyboard.down("z");
    await page.keyboard.up("z");
    await expect.poll(() => house.hits.map(({ drum }) => drum)).toEqual(["snare", "snare", "kick"]);
    expect(house.hits[0]!.velocity).toBeGreaterThan(115);
    expect(house.hits[1]!.velocity).toBeLessThan(45);
  });

  it("lights a voice's lamp when its note is due, not when it is known", async () => {
    await expect.poll(() => page.locator("[data-clock-error]").textContent()).toContain("ms");
    await page.evaluate(() => {
      const lit: number[] = [];
      const plain = Element.prototype.animate;
      Element.prototype.animate = function (...words) {
        lit.push(performance.now());
        return plain.apply(this, words);
      };
      Object.assign(window, { lit });
    });
    const before = await page.evaluate(() => performance.now());
    // What comes while a page stumbles is not lit.
    for (const ahead of [1000, 1500, 2000]) house.playNote("model1", ahead);
    await expect
      .poll(() => page.evaluate(() => (window as unknown as { lit: number[] }).lit.length))
      .toBeGreaterThan(0);
    const [at] = await page.evaluate(() => (window as unknown as { lit: number[] }).lit);
    expect(at! - before).toBeGreaterThan(850);
  });

  it("shows a refusal with its reason, counts repetitions, and lets it be dismissed", async () => {
    house.refusal = "there is nothing to mutate yet";
    const mutate = voice("model1").getByRole("button", { name: "Mutate" });
    await mutate.click();
    await mutate.click();
    const toast = page.locator(".toast");
    await expect.poll(() => toast.textContent()).toMatch(/there is nothing to mutate yet\s*×2/);
    await toast.click();
    await expect.poll(() => toast.count()).toBe(0);
  });

  it("takes a refused setting back", async () => {
    house.refusal = "not on this voice";
    const mute = voice("model1").getByRole("button", { name: "Mute" });
    await mute.click();
    await page.locator(".toast").waitFor();
    expect(await mute.getAttribute("aria-pressed")).toBe("false");
  });

  it("survives a restart of the server and shows what is new there", async () => {
    await house.restart(async () => {
      await page.getByRole("alert").waitFor();
      await page.screenshot({ path: `${PICTURES}/lost.png` });
      await page.getByRole("button", { name: "Panic" }).click();
      await page.locator(".toast", { hasText: "did not answer" }).waitFor();
      house.state = { ...house.state, show: "second set", voices: snapshot().voices.slice(0, 2) };
    });
    await page.locator("main.open").waitFor();
    await expect.poll(() => page.locator(".voice h2").allTextContents()).toEqual(["drummer", "model1"]);
    expect(await page.locator(".badge").textContent()).toBe("second set");
    await page.keyboard.press("Space");
    await expect.poll(() => house.commands.at(-1)).toEqual({ do: "stop" });
  });

  it("shows the picture where there is a director, and overrules it by touch and by key", async () => {
    expect(await page.locator(".picture").count()).toBe(0);
    house.setPicture(
      { blackout: false, light: steadyFade(1), frozenAt: null, flashLimiter: true, passes: {}, limiting: 0.4 },
      {
        held: false,
        restlessness: 0.5,
        form: "build",
        phraseBar: 6,
        cue: aCue({ scene: "architecture", palette: "ember" }),
        next: [aCue({ id: 2, scene: "ink", palette: "tide" })],
        scenes: ["architecture", "ink", "mine"],
        palettes: ["ember", "tide", "own"],
      },
    );
    const panel = page.locator(".picture");
    await panel.waitFor();
    await expect.poll(() => panel.textContent()).toMatch(/limiting 40 %.*architecture.*then ink.*build, bar 7 of 16/s);
    const scenes = page.locator(".scenes");
    await expect.poll(() => scenes.locator(".card.on .name").textContent()).toBe("architecture");
    await expect.poll(() => scenes.locator(".card.next .name").textContent()).toBe("ink");
    await expect.poll(() => scenes.locator(".swatch.next").textContent()).toContain("tide");
    // Every drum's gesture is there, and pictures of the scenes but for one that nobody has sent a picture of.
    expect(await scenes.locator(".legend dd").allTextContents()).toHaveLength(9);
    await expect
      .poll(() =>
        scenes.locator("img").evaluateAll((all) => all.map((each) => (each as HTMLImageElement).naturalWidth)),
      )
      .toEqual([320, 320]);
    await page.screenshot({ path: `${PICTURES}/picture.png`, fullPage: true });
    await scenes.locator('[data-scene="ink"]').click();
    await panel.getByRole("button", { name: "Next" }).click();
    for (const key of ["b", "f", "h", "g"]) await page.keyboard.press(key);
    await expect
      .poll(() => house.commands)
      .toEqual([
        { do: "cue", scene: "ink" },
        { do: "cue" },
        { do: "blackout", on: true, seconds: 1 },
        { do: "freeze", on: true },
        { do: "director", set: { held: true } },
        { do: "cue" },
      ]);

    house.commands.length = 0;
    await scenes.getByRole("button", { name: "shutter" }).click();
    await scenes.locator('[data-scene="mine"]').click();
    await scenes.locator('[data-palette="own"]').click();
    await scenes.getByLabel("windows", { exact: true }).fill("0.5");
    await scenes.getByLabel("windows as it was").click();
    await scenes.getByLabel("bloom", { exact: true }).fill("0.8");
    await scenes.getByLabel("bloom by the director").click();
    await expect
      .poll(() => house.commands)
      .toEqual([
        { do: "cue", scene: "mine", transition: "shutter" },
        { do: "cue", palette: "own" },
        { do: "scene-parameter", scene: "architecture", parameter: "windows", value: 0.5 },
        { do: "scene-parameter", scene: "architecture", parameter: "windows", value: null },
        { do: "pass", pass: "bloom", dose: 0.8 },
        { do: "pass", pass: "bloom", dose: null },
      ]);
  });

  it("changes a voice's model for one of the list or for one that is typed, and searches", async () => {
    house.state = { ...house.state, models: ["models/breaks", "models/groove"] };
    await page.close();
    page = await openPage();
    const choice = page.getByLabel("model1 model", { exact: true });
    await choice.selectOption("models/breaks");
    await choice.selectOption({ label: "another…" });
    const field = page.getByLabel("model1 model, typed");
    await field.fill("https://example.org/drums");
    await field.press("Enter");
    await expect.poll(() => field.count()).toBe(0);
    await page.getByLabel("model1 search").selectOption({ label: "best of 4" });
    await expect
      .poll(() => house.commands)
      .toEqual([
        { do: "model", voice: "model1", model: "models/breaks" },
        { do: "model", voice: "model1", model: "https://example.org/drums" },
        { do: "voice", voice: "model1", set: { beams: 4 } },
      ]);
  });

  it("lists connections, health and reports as the server tells them", async () => {
    house.state = {
      ...house.state,
      status: {
        ...house.state.status,
        lateDropped: 3,
        connections: [
          { kind: "midi-in", name: "TD-17", state: "waiting", detail: "no MIDI input has this name; plug it in" },
          { kind: "osc-out", name: "127.0.0.1:7000", state: "open", detail: "" },
        ],
        reports: [{ room: "midi", level: "warning", text: "<b>TD-17</b> is gone", at: monotonicTime.now() }],
      },
    };
    await page.getByText("no MIDI input has this name; plug it in").waitFor();
    // What comes from outside is text and never markup.
    expect(await page.locator(".reports li").textContent()).toContain("<b>TD-17</b> is gone");
    expect(await page.locator("dd.bad").textContent()).toBe("3");
  });

  it("says once what keeps several ports from being opened", async () => {
    const detail = "This system has no ALSA sequencer.";
    const port = (kind: "midi-in" | "midi-out", name: string) => ({ kind, name, state: "failed", detail }) as const;
    const connections = [
      port("midi-in", "TD-17"),
      { kind: "osc-in", name: "127.0.0.1:4401", state: "open", detail: "" } as const,
      ...["a", "b", "c"].map((name) => port("midi-out", name)),
    ];
    house.state = { ...house.state, status: { ...house.state.status, connections } };
    const list = page.locator(".connections");
    await expect
      .poll(() => list.locator("li span").allTextContents())
      .toEqual(["TD-17", "a", "b", "c", "127.0.0.1:4401"]);
    expect(await list.locator("em").allTextContents()).toEqual([detail]);
  });

  it("moves nothing when a recording starts, leaves no hole beside a voice, and a phone room", async () => {
    const boxes = (): Promise<unknown> =>
      page.evaluate(() =>
        [".transport", ".start", ".voices", "[aria-label=Recording]", "[aria-label=Connections]"].map((selector) => {
          const { x, y, width, height } = document.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect();
          return [x, y, width, height];
        }),
      );
    for (const [width, height] of [
      [1920, 1080],
      [1024, 768],
    ] as const) {
      await page.setViewportSize({ width, height });
      const before = await boxes();
      const file = "recordings/2026-11-28_23-35-40_Antiphon.mp4.part";
      const recording = { id: width, file, bytes: 1e6, stage: "main", ending: false };
      house.room.server.tell.recording({ ...recording, since: monotonicTime.now(), until: null });
      await page.locator(".recording-light").waitFor();
      expect(await boxes()).toEqual(before);
      house.room.server.tell.recording({ ...recording, since: 0, until: 1 });
      await page.locator(".recording-light").waitFor({ state: "detached" });
    }
    // Every row of voices is filled.
    for (const width of [1920, 1600, 1280]) {
      await page.setViewportSize({ width, height: 1080 });
      const ends = await page.locator(".voice").evaluateAll((voices) => {
        const rows = new Map<number, number>();
        for (const { right, top } of voices.map((voice) => voice.getBoundingClientRect())) rows.set(top, right);
        return [...rows.values()].map(Math.round);
      });
      expect(new Set(ends).size, `${width}`).toBe(1);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    await page.evaluate(() => scrollTo(0, 2000));
    const covered = await page.locator(".transport > header").evaluate((header) => header.getBoundingClientRect());
    expect(covered.top).toBe(0);
    expect(covered.height).toBeLessThan(844 / 7);
    await page.getByRole("button", { name: "Panic" }).click();
  });

  it("has a help that opens and closes by key", async () => {
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await page.screenshot({ path: `${PICTURES}/help.png` });
    await page.keyboard.press("Escape");
    await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
    expect(house.commands).toEqual([]);
  });

  it("loads itself anew, once, when the server speaks a newer protocol", async () => {
    let loads = 0;
    page.on("load", () => loads++);
    await house.restart(async () => {
      house.state = { ...house.state, protocol: 99 };
    });
    await expect.poll(() => loads).toBe(1);
    await page.waitForTimeout(1500);
    expect(loads).toBe(1);
  });

  it("does not load three", async () => {
    const scripts = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
    const sizes = await Promise.all(
      scripts.filter((name) => name.endsWith(".js")).map(async (name) => (await (await fetch(name)).text()).length),
    );
    expect(sizes.length).toBeGreaterThan(0);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(160_000);
  });

  it("is isolated, so that its clock is fine", async () => {
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  });

  it.each([
    ["laptop", { width: 1440, height: 900 }],
    ["tablet", { width: 820, height: 1180 }],
    ["phone", { width: 390, height: 844 }],
  ])("fits a %s without scrolling sideways, and everything to touch is big enough", async (name, viewport) => {
    house.setVoice("model1", {
      phase: "responding",
      phaseFrom: 0,
      phaseUntil: 32,
      calls: 12,
      responses: 11,
      callSurprise: 2.1,
      responseSurprise: 1.4,
      logLikelihood: -71.3,
    });
    house.setVoice("model2", {
      phase: "listening",
      phaseFrom: 0,
      fallbacks: 3,
      settings: { ...snapshot().voices[2]!.settings, mute: true },
    });
    house.state = { ...house.state, models: ["models/breaks", "models/groove"] };
    house.setPicture(
      {
        blackout: false,
        light: steadyFade(1),
        frozenAt: null,
        flashLimiter: true,
        passes: { bloom: 0.7 },
        limiting: 0,
      },
      {
        held: false,
        restlessness: 0.5,
        form: "steady",
        phraseBar: 3,
        cue: aCue({ scene: "terrain", palette: "ember" }),
        next: [],
        scenes: [...HOUSE_SCENES.map((scene) => scene.name), "mine"],
        palettes: PALETTES.map((palette) => palette.name),
      },
    );
    const sized = await openPage({ viewport, hasTouch: name !== "laptop", deviceScaleFactor: 1 });
    await sized.waitForFunction(
      () => document.fonts.status === "loaded" && [...document.images].every((image) => image.complete),
    );
    await sized.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
    expect(await sized.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
    const small = await sized
      .locator("button:visible, select:visible, input:visible")
      .evaluateAll((all) =>
        all.filter((each) => each.getBoundingClientRect().height < 43.5).map((each) => each.outerHTML),
      );
    expect(small).toEqual([]);
    await sized.close();
  });
});
