import type { OnListenerError } from "../../shared/events/signal.ts";
import type { Cue } from "../../shared/music/cue.ts";
import { fadeLevel, steadyFade } from "../../shared/picture/fade.ts";
import { PALETTES, type Palette, paletteNamed } from "../../shared/picture/palette.ts";
import { NO_PASSES, type PassName } from "../../shared/picture/passes.ts";
import type { PictureState } from "../../shared/protocol/picture.ts";
import type { Snapshot, TransportState, VoiceState } from "../../shared/protocol/state.ts";
import type { Timeline } from "../../shared/time/timeline.ts";
import { type Ms, ms } from "../../shared/time/units.ts";
import { Colours } from "../drawing/colours.ts";
import { FlashLimiter } from "../safety/flash-limiter.ts";
import { STAGE_GRID } from "../safety/picture-grid.ts";
import { FIRST_SCENE } from "../scene-api/catalogue.ts";
import { SceneShelf } from "../scene-api/scene-shelf.ts";
import type { Compositor } from "./compositor.ts";
import { CueSequencer } from "./cue-sequencer.ts";
import { HitSoftener } from "./hit-softener.ts";
import { lookOf, mixDoses, SHOW_PALETTE, showPalette } from "./look-of.ts";
import { OnsetMeter } from "./onset-meter.ts";
import { Performance } from "./performance.ts";

/** What is set of the picture by hand. */
type ByHand = Pick<PictureState, "light" | "frozenAt" | "bypass" | "passes" | "flashLimiter" | "parameters">;

/** The picture as nobody has touched it by hand. */
const UNTOUCHED: ByHand = { light: steadyFade(1), frozenAt: null, flashLimiter: true, passes: {} };

/**
 * What is to be seen, and when: everything the server told, brought to the moment of each frame and
 * handed to the picture, whichever one there is. Pictures come and go with the graphics context;
 * this stays.
 */
export class Stage {
  readonly performance: Performance;
  readonly onsets = new OnsetMeter();
  readonly scenes: SceneShelf;
  /** It outlives the graphics: what was seen a moment ago counts. */
  readonly limiter = new FlashLimiter(STAGE_GRID);
  readonly #cues = new CueSequencer({
    scene: FIRST_SCENE,
    seed: 0,
    palette: SHOW_PALETTE,
    intensity: 0.5,
    passes: NO_PASSES,
  });
  readonly #softener = new HitSoftener((drum) => this.#compositor?.brightnessOf(drum) ?? null);
  readonly #doses: Record<PassName, number> = { ...NO_PASSES };
  readonly #colours = new Map<string, Colours>();
  #showPalette: Palette = PALETTES[0];
  /** The show's own, then those of the house. */
  #palettes: readonly Palette[] = PALETTES;
  #byHand: ByHand = UNTOUCHED;
  #compositor: Compositor | null = null;
  /** Onsets that are drawn, or about to be, and not shown yet, and with which picture they are. */
  #unseen: Ms[] = [];
  readonly #drawn: { readonly picture: number; readonly onsets: readonly Ms[] }[] = [];
  #welcomed = false;
  /** Of the frame it was moved to: whether it stands still, and did before; how much of its light is seen. */
  #frozen = false;
  #stood = false;
  #level = 1;
  #moment: Ms = ms(0);

  constructor(onListenerError: OnListenerError) {
    this.scenes = new SceneShelf(onListenerError);
    this.performance = new Performance(
      (note, at, voice, seen) => {
        if (seen && !note.live) this.#unseen.push(at);
        this.#compositor?.hit(note, at, voice);
      },
      (note, at, voice) => this.#compositor?.vanish(note, at, this.performance.frame.at, voice),
      (note, at) => this.#softener.soften(note, at),
    );
  }

  /** The graphics are there, or gone. */
  set compositor(compositor: Compositor | null) {
    this.#compositor = compositor;
    // What is not shown any more has no onset.
    this.#drawn.length = 0;
  }

  /** The scene that is meant to be on. */
  get scene(): string {
    return this.#cues.to.scene;
  }

  /** The moment that is on the screen. */
  get moment(): Ms {
    return this.#moment;
  }

  /** Whether the picture stands still now. */
  get stands(): boolean {
    return this.#byHand.frozenAt === this.performance.frame.at;
  }

  welcome(snapshot: Snapshot): void {
    this.#showPalette = showPalette(snapshot);
    this.#palettes = [...(snapshot.palettes ?? []), ...PALETTES];
    this.#colours.clear();
    const { beatsPerBar } = this.performance;
    // A picture that stands still has to stand before it is told what was played since.
    this.setByHand(snapshot.picture ?? UNTOUCHED);
    if (this.performance.welcome(snapshot) || beatsPerBar !== this.performance.beatsPerBar) this.#compositor?.restage();
    const now = snapshot.director?.cue ?? snapshot.cue;
    this.#cues.reset(lookOf(snapshot, now), now?.id);
    for (const cue of snapshot.director?.next ?? []) this.cue(cue);
    this.#welcomed = true;
  }

  cue(cue: Cue): void {
    this.#cues.add(cue);
    this.#compositor?.prepare(cue.transition, cue.passes);
  }

  /** Moves everything that waits to where its beat is now; returns the new line. */
  setTransport(transport: TransportState, now: Ms): Timeline {
    const { beatsPerBar } = this.performance;
    const line = this.performance.setTransport(transport, now);
    this.#cues.retime(line, now);
    if (beatsPerBar !== this.performance.beatsPerBar) this.#compositor?.restage();
    return line;
  }

  setVoices(voices: readonly VoiceState[]): void {
    if (this.performance.setVoices(voices)) this.#compositor?.restage();
  }

  setByHand(picture: ByHand): void {
    this.#byHand = picture;
    this.performance.standsAt = picture.frozenAt;
    this.limiter.enabled = picture.flashLimiter;
    this.performance.turns = picture.parameters ?? {};
  }

  /** The server's time has gone back: what was remembered of moments lies in a future that will be another. */
  rewind(): void {
    this.#softener.forget();
    this.#cues.settle();
    this.#unseen = [];
    this.#drawn.length = 0;
    this.#compositor?.restage();
  }

  /**
   * Draws the frame that will be seen at `at`, `delta` after the last and `spacing` before the next.
   * Returns which picture it is, for `show`; null when nothing could be drawn.
   */
  frame(at: Ms, delta: Ms, spacing: Ms): number | null {
    if (!this.#welcomed) return null;
    this.moveTo(at, delta, spacing);
    return this.draw();
  }

  /** Brings everything that was told to the frame that will be seen at `at`; see `frame`. Draw it with `draw`. */
  moveTo(at: Ms, delta: Ms, spacing: Ms): void {
    const { performance } = this;
    const { frozenAt, light } = this.#byHand;
    const frozen = frozenAt !== null && at >= frozenAt;
    this.#stood = frozen && this.stands;
    this.#frozen = frozen;
    this.#level = fadeLevel(light, at);
    if (!frozen) this.#softener.look(performance.frame.future, performance.frame.at);
    performance.moveTo(at, delta, spacing);

    const { frame } = performance;
    const cues = this.#cues;
    cues.moveTo(frame.at, frame.tempo);
    frame.intensity = cues.from.intensity + (cues.to.intensity - cues.from.intensity) * cues.share;
    frame.palette.mix(this.#coloursOf(cues.from.palette), this.#coloursOf(cues.to.palette), cues.share);
    if (this.#byHand.bypass === true) Object.assign(this.#doses, NO_PASSES);
    else mixDoses(this.#doses, cues.from.passes, cues.to.passes, cues.share, this.#byHand.passes);
  }

  /** Resolves when all is there that the frame is made of, however long it takes. Nothing may be told meanwhile. */
  async settle(): Promise<void> {
    await this.#compositor?.settle(this.#cues);
  }

  /** Draws the frame it was moved to. Returns which picture it is, for `show`; null when nothing could be drawn. */
  draw(): number | null {
    const drawn = this.#compositor?.render(this.#cues, this.#doses, this.#level, this.#frozen, this.#stood) ?? null;
    if (this.#unseen.length > 0) {
      // What could not be drawn has no onset.
      if (drawn !== null) this.#drawn.push({ picture: drawn, onsets: this.#unseen });
      this.#unseen = [];
    }
    return drawn;
  }

  /** Whether another frame may be drawn before one is shown. */
  get free(): boolean {
    return this.#compositor?.free ?? true;
  }

  /**
   * Shows what was drawn and is ready, to be seen at `displayAt` on the page's axis and at `seen` on the
   * server's. Returns which picture it is; null when the screen stays as it is.
   */
  show(displayAt: Ms, seen: Ms, spacing: Ms): number | null {
    const shown = this.#compositor?.show(displayAt) ?? null;
    if (shown === null) return null;
    this.#moment = shown.moment;
    // With a picture everything is seen that was on those before it.
    while (this.#drawn[0] !== undefined && this.#drawn[0].picture <= shown.number)
      for (const onset of this.#drawn.shift()?.onsets ?? []) this.onsets.record(onset, seen, spacing);
    return shown.number;
  }

  #coloursOf(name: string): Colours {
    let colours = this.#colours.get(name);
    if (colours === undefined) {
      colours = new Colours(name === SHOW_PALETTE ? this.#showPalette : paletteNamed(name, this.#palettes));
      this.#colours.set(name, colours);
    }
    return colours;
  }
}
