import { mkdir, writeFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOUSE_SCENES } from "../../server/picture/scenes/house-scenes.ts";
import { DRUMS } from "../../shared/music/drums.ts";
import type { Note } from "../../shared/music/note.ts";
import { PALETTES } from "../../shared/picture/palette.ts";
import { beats, ms } from "../../shared/time/units.ts";
import { FlashLimiter } from "../../visuals/safety/flash-limiter.ts";
import { STAGE_GRID } from "../../visuals/safety/picture-grid.ts";
import { bandScore, type Fullness } from "../helpers/band-score.ts";
import { launchChromium } from "../helpers/chromium.ts";
import { mindsOf } from "../helpers/minds-of.ts";
import { START } from "../helpers/scene-room.ts";
import { SceneStudio } from "../helpers/scene-studio.ts";
import type { Shot } from "../studio/main.ts";

/** As long and as finely as the flash limiter is looked at. */
const FILM_MS = 4000;
const FILM_SPACING = 33;
/** Once it is called the limiter takes most of a second to let go: in the loudest playing it may be called once. */
const MOST_LIMITED = 0.25;
/** In which a voice is all but white: no others are as bright. */
const WHITEST = { dense: "noir", loudest: "bone" } as const;
/** WCAG's contrast ratio of huge letters in full glow: below 1.5 white pages were a haze. */
const LEGIBLE = 1.6;
const PICTURES = "test/pictures/scenes";
const VOICES = ["drummer", "model1", "model2", "video"] as const;
type Moment = Pick<Shot, "notes" | "until" | "intensity">;
const BUSY: readonly Fullness[] = [
  [1.2, 0.2, 0, 0.5],
  [0.4, 1, 0.3, 0.6],
  [0.3, 0.6, 1.2, 0.6],
  [0.9, 0.9, 0.9, 0.8],
  [0.9, 0.9, 0.9, 0.8],
];

const DENSE: Fullness = [0.9, 0.9, 0.9, 0.8];
const LOUDEST: Fullness = [1.3, 1.3, 1.3, 1.5];
const DENSE_MOMENT: Moment = { notes: bandScore(3, [DENSE, DENSE, DENSE, DENSE]), until: 4000, intensity: 0.5 };
const LOUDEST_MOMENT: Moment = {
  notes: bandScore(9, [LOUDEST, LOUDEST, LOUDEST, LOUDEST]),
  until: 4000,
  intensity: 1,
};

const CALM: Fullness = [0.3, 0, 0, 0.3];
const NONE: Fullness = [0, 0, 0, 0];
const QUIET_MOMENT: Moment = { notes: bandScore(3, [CALM, CALM, CALM]), until: 4900, intensity: 0.25 };
const BUSY_MOMENT: Moment = { notes: bandScore(3, BUSY), until: 8900, intensity: 0.7 };
const DROP_MOMENT: Moment = {
  notes: bandScore(3, [...BUSY.slice(0, 3), CALM, NONE, ...BUSY.slice(3)]),
  until: 10_700,
  intensity: 1,
};

/** With what goes on in the networks while that is played. */
const withMinds = async <M extends Pick<Shot, "notes" | "until">>(moment: M, after = 0) => ({
  ...moment,
  minds: await mindsOf(moment.notes, START, Math.ceil((moment.until + after) / 125) + 8),
});

const shotOf = (scene: string, changes: Partial<Shot> = {}): Shot => ({
  scene,
  seed: 5,
  palette: "ember",
  intensity: 0.6,
  notes: [],
  until: 1150,
  spacing: 25,
  width: 240,
  height: 135,
  ...changes,
});

/** One note on the third beat, 150 ms before the picture is taken. */
const noteOf = (voice: string, drum: Note["drum"]): Note => ({
  id: 7,
  voice,
  drum,
  velocity: 120,
  beat: beats(2),
  duration: beats(0.25),
  at: ms(START + 1000),
  surprise: voice === "drummer" ? null : 2,
  live: voice === "drummer",
});

describe("the scenes, drawn", () => {
  const complaints: string[] = [];
  let studio: SceneStudio;
  let browser: Browser;
  let page: Page;
  let moments: Readonly<Record<string, Moment>>;
  let played: Readonly<Record<"dense" | "loudest", Moment>>;
  let watched: Pick<Shot, "notes" | "until">;

  beforeAll(async () => {
    moments = {
      quiet: await withMinds(QUIET_MOMENT),
      busy: await withMinds(BUSY_MOMENT),
      drop: await withMinds(DROP_MOMENT),
    };
    played = {
      dense: await withMinds(DENSE_MOMENT, FILM_MS),
      loudest: await withMinds(LOUDEST_MOMENT, FILM_MS),
    };
    watched = await withMinds({ notes: BUSY_MOMENT.notes, until: 8190 });
    studio = await SceneStudio.build();
    browser = await launchChromium();
    page = await studio.open(browser, complaints);
    await mkdir(PICTURES, { recursive: true });
  });
  afterAll(async () => {
    await browser.close();
    await studio.dispose();
  });

  const fingerprint = (shot: Shot, on = page): Promise<number> =>
    on.evaluate((one) => window.studio.fingerprint(one), shot);

  describe.each(HOUSE_SCENES.map(({ name }) => name))("%s", (scene) => {
    it("shows something in silence, and every drum of every voice changes it, each voice in a place of its own", async () => {
      const notes = VOICES.flatMap((voice) => DRUMS.map((drum) => noteOf(voice, drum)));
      const { silence, changes, sheet } = await page.evaluate(([shot, all]) => window.studio.compare(shot, all, 9), [
        shotOf(scene),
        notes,
      ] as const);
      await writeFile(`${PICTURES}/${scene}-drums.png`, Buffer.from(sheet, "base64"));
      expect(silence).toBeGreaterThan(20);
      for (const [i, { voice, drum }] of notes.entries())
        expect(changes[i]?.share, `${voice} ${drum}`).toBeGreaterThan(0.0004);
      const middleOf = (voice: number): { x: number; y: number } => {
        const own = changes.slice(voice * 9, voice * 9 + 9);
        const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
        return { x: mean(own.map(({ x }) => x)), y: mean(own.map(({ y }) => y)) };
      };
      const sounding = [0, 1, 2].map(middleOf);
      for (const [i, one] of sounding.entries())
        for (const other of sounding.slice(i + 1))
          expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(0.06);
    });

    it("is the same picture on two pages, whatever frames each of them drew, and another with another seed", async () => {
      const second = await studio.open(browser, complaints);
      const shot = shotOf(scene, { ...watched, width: 480, height: 270 });
      const here = await fingerprint(shot);
      const there = await fingerprint({ ...shot, spacing: 63 }, second);
      const other = await fingerprint({ ...shot, seed: 6 }, second);
      await second.close();
      expect(there).toBe(here);
      expect(other).not.toBe(here);
    });

    it("is left alone by the flash limiter in ordinary dense playing, and nearly so in the loudest, however white the palette", async () => {
      const limited = { dense: 1, loudest: 1 };
      for (const name of ["dense", "loudest"] as const) {
        const moment = { ...played[name], palette: WHITEST[name], spacing: FILM_SPACING };
        const shot = shotOf(scene, { ...moment, width: 320, height: 180 });
        const film = await page.evaluate(([one, frames]) => window.studio.film(one, frames), [
          shot,
          Math.ceil(FILM_MS / FILM_SPACING),
        ] as const);
        const limiter = new FlashLimiter(STAGE_GRID);
        const limits = film.map((levels, i) => {
          const light = Float32Array.from(levels, (level) => level / 255);
          limiter.limit(light, ms(i * FILM_SPACING));
          return limiter.limiting;
        });
        limited[name] = limits.filter((limiting) => limiting > 0).length / limits.length;
      }
      expect(limited.dense).toBe(0);
      expect(limited.loudest).toBeLessThan(MOST_LIMITED);
    });

    it("leaves nothing behind on the graphics card when it ends", async () => {
      const shot = shotOf(scene, { notes: bandScore(3, BUSY), until: 3000 });
      const memoryAfter = async (): Promise<{ geometries: number; textures: number }> => {
        await fingerprint(shot);
        return page.evaluate(() => window.studio.memory);
      };
      await memoryAfter();
      const before = await memoryAfter();
      await memoryAfter();
      expect(await memoryAfter()).toEqual(before);
    });

    it("is written out for people to look at: quiet, busy, and after a break", async () => {
      for (const [name, moment] of Object.entries(moments)) {
        const png = await page.evaluate(
          (shot) => window.studio.png(shot),
          shotOf(scene, { ...moment, width: 960, height: 540 }),
        );
        const bytes = Buffer.from(png, "base64");
        await writeFile(`${PICTURES}/${scene}-${name}.png`, bytes);
        // A picture of one colour would be a few kilobytes.
        expect(bytes.length).toBeGreaterThan(40_000);
      }
    });
  });

  it("fresco, in which all that was painted is fed back, is the same to the bit on a page that has just come", async () => {
    const notes = bandScore(
      3,
      Array.from({ length: 11 }, () => DENSE),
    );
    const shot = shotOf("fresco", { notes, until: 21_000, spacing: 33 });
    const second = await studio.open(browser, complaints);
    const there = await fingerprint({ ...shot, spacing: 25, joins: shot.until - 100 }, second);
    await second.close();
    expect(there).toBe(await fingerprint(shot));
  });

  it("words can be read in every palette, on dark pages and on white ones, with all the glow there is", async () => {
    for (const { name: palette } of PALETTES)
      for (const paper of [0, 1]) {
        const shot = shotOf("words", { palette, until: 900, width: 640, height: 360, bloom: 1, parameters: { paper } });
        const legible = await page.evaluate((one) => window.studio.legibility(one), shot);
        expect(legible, `${palette}, paper ${paper}`).toBeGreaterThan(LEGIBLE);
      }
  });

  it("no page complained", () => {
    expect(complaints).toEqual([]);
  });
});
