import { Random } from "../../../shared/chance/random.ts";
import type { DirectorSettings } from "../../../shared/controls/picture.ts";
import type { Reporter } from "../../../shared/events/report.ts";
import { type OnListenerError, Signal } from "../../../shared/events/signal.ts";
import type { Cue } from "../../../shared/music/cue.ts";
import type { PlannedNote, VoiceName } from "../../../shared/music/note.ts";
import type { PassDoses } from "../../../shared/picture/passes.ts";
import type { DirectorState } from "../../../shared/protocol/picture.ts";
import { noSuch } from "../../../shared/text/no-such.ts";
import { beatsPerBar, stepsPerBar } from "../../../shared/time/metre.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { type Beats, beats, beatsOfSteps, STEPS_PER_BEAT } from "../../../shared/time/units.ts";
import type { SceneTraits, SetListEntry } from "../../core/show/scene-traits.ts";
import type { MusicalTime } from "../../core/time/musical-time.ts";
import { type BarSummary, EMPTY_BAR, together } from "./bar-summary.ts";
import { CueTrack } from "./cue-track.ts";
import { CueWriter, type Wishes } from "./cue-writer.ts";
import type { DirectorSave } from "./director-save.ts";
import { formAfter, isQuiet, NO_FORM } from "./form.ts";
import { Listening } from "./listening.ts";
import { type Mood, moodOf } from "./mood.ts";
import { dropEagerness, eagerness, phraseEndingAt, placeInPhrase } from "./phrases.ts";
import { type PaletteTraits, Repertoire } from "./repertoire.ts";
import { choosable } from "./set-list.ts";

export interface DirectorOptions {
  /** The voices whose notes sound; the dialogue is theirs. */
  readonly voices: readonly VoiceName[];
  /** What may be chosen at the start; see `offer`. */
  readonly scenes: readonly [SceneTraits, ...SceneTraits[]];
  readonly palettes: readonly [PaletteTraits, ...PaletteTraits[]];
  /** Scenes and how likely each is, the opening one first; [] for all alike. */
  readonly setList: readonly SetListEntry[];
  readonly settings: DirectorSettings;
  /** The most of each pass it may dose; what is not named has no limit. */
  readonly ceilings?: Readonly<Partial<PassDoses>>;
  readonly seed: number;
  readonly music: MusicalTime;
  readonly time: TimeSource;
  /** Takes each cue as soon as it is written. */
  readonly output: { cue(cue: Cue): void };
  readonly report: Reporter;
  readonly onListenerError: OnListenerError;
}

/** A cue is written at least this long before its beat. */
const LEAD_STEPS = STEPS_PER_BEAT;
/** A build-up of this many bars is expected to end where its phrase does. */
const EXPECTED_BUILD = 2;
/** The longest phrase that says what a new scene should be like: older music is over. */
const MOOD_BARS = 8;

/**
 * Decides what of the picture lasts longer than a bar. It listens to what is played and writes
 * cues that take effect on bar lines: a change of scene at the end of a phrase is decided a bar
 * ahead, the answer to a drop or a break, and the intensity, a little over a beat ahead.
 *
 * It has no timers: `closeStep` drives it, half a step after each step, and the same playing with
 * the same seed gives the same cues.
 *
 * @realtime `note`, `revoke`, `gauge` and `closeStep`.
 */
export class Director {
  readonly #options: DirectorOptions;
  readonly #random: Random;
  readonly #listening: Listening;
  readonly #repertoire: Repertoire;
  readonly #track: CueTrack;
  #settings: DirectorSettings;
  #rests = false;
  #form = NO_FORM;
  /** The form the picture has last answered to. */
  #answered = NO_FORM.form;
  /** The bar phrases are counted from: the first, or the last drop. */
  #origin = 0;
  /** The bar that is being played. */
  #bar = 0;

  /** Something in `state` is new. */
  readonly changed: Signal<void>;

  constructor(options: DirectorOptions) {
    const { voices, scenes, palettes, ceilings = {}, seed, music, time, output, report } = options;
    this.#options = options;
    this.#settings = options.settings;
    this.changed = new Signal(options.onListenerError);
    this.#random = new Random(seed, "director");
    this.#listening = new Listening(voices);
    const setList = choosable(options.setList, scenes, report);
    this.#repertoire = new Repertoire(scenes, palettes, setList);
    const writer = new CueWriter(this.#repertoire, this.#random, ceilings);
    const opening = setList.find((entry) => entry.weight > 0)?.scene ?? scenes[0].name;
    this.#track = new CueTrack({
      writer,
      repertoire: this.#repertoire,
      opening: writer.opening(opening, moodOf(EMPTY_BAR, "silence")),
      music,
      time,
      position: () => this.#position(),
      output,
      onChange: () => this.changed.emit(),
    });
  }

  get state(): DirectorState {
    return {
      ...this.#settings,
      form: this.#form.form,
      phraseBar: placeInPhrase(this.#bar, this.#origin),
      ...this.#track.now,
      scenes: this.#repertoire.sceneNames,
      palettes: this.#repertoire.paletteNames,
    };
  }

  /** In force now: what the picture shows, or should. */
  get cue(): Cue {
    return this.#track.now.cue;
  }

  /** Sends what is in force, for whoever has not heard it: once at the start. */
  open(): void {
    this.#options.output.cue(this.cue);
  }

  /** A note sounds, or will. Gestures are ignored, and so is what is played while the transport stands. */
  note(note: PlannedNote): void {
    if (this.#options.music.playing) this.#listening.note(note);
  }

  /** These notes will not sound after all. */
  revoke(noteIds: readonly number[]): void {
    this.#listening.revoke(noteIds);
  }

  /** How surprising the step that is over was for a voice, in nats; before `closeStep` of that step. */
  gauge(voice: VoiceName, surprise: number | null): void {
    this.#listening.judge(voice, surprise);
  }

  /** `step` of the transport's grid is over. */
  closeStep(step: number): void {
    const { metre } = this.#options.music;
    const length = stepsPerBar(metre);
    this.#track.land();
    const past = this.#listening.bars;
    const bar = this.#listening.closeStep(step, metre);
    this.#bar = Math.floor((step + 1) / length);
    if (bar !== null) this.#form = formAfter(this.#form, past, bar);

    const far = step + 1 + Math.max(LEAD_STEPS, length);
    const near = step + 1 + LEAD_STEPS;
    if (far % length === 0) this.#endPhrase(far, far / length);
    if (near % length === 0) this.#answer(near, near / length);
    if (bar !== null) this.changed.emit();
  }

  /**
   * What may be chosen from now on is this, whole. A scene that is gone is not chosen again; where it is
   * on, or cued, it stays until the next change. With none nothing changes: a stage always shows something.
   */
  offer(scenes: readonly SceneTraits[]): void {
    const [first, ...others] = scenes;
    if (first === undefined) return;
    // What the set list misses was said at the start, and what is gone is said by whoever had it.
    const setList = choosable(this.#options.setList, scenes, () => {});
    this.#repertoire.offer([first, ...others], setList);
    this.changed.emit();
  }

  /** A scene must not be on any more: where it is, or is about to be, another comes on the next bar line. Offer what is left before. */
  leave(scene: string): void {
    if (this.cue.scene === scene || this.state.next.some((cue) => cue.scene === scene)) this.overrule({});
  }

  set(changes: Partial<DirectorSettings>): void {
    this.#settings = { ...this.#settings, ...changes };
    this.changed.emit();
  }

  /** While the picture stands still nothing is changed of its own will, as if held: it goes on with what it showed. */
  rest(on: boolean): void {
    this.#rests = on;
  }

  /**
   * Overrules the director on the next bar line that is at least a beat away; at once while the
   * transport stands. With no wishes, or only one about the transition, the scene is changed to one
   * of the director's choice. Throws a sentence for a name that is not there.
   */
  overrule(wishes: Wishes): void {
    demand("scene", wishes.scene, this.#repertoire.sceneNames);
    demand("palette", wishes.palette, this.#repertoire.paletteNames);
    const beat = this.#nextLine();
    const mood = this.#mood();
    const moves = wishes.scene === undefined && wishes.transition === undefined;
    if (moves && (wishes.palette !== undefined || wishes.intensity !== undefined)) {
      this.#track.move(beat, mood, { intensity: this.#track.newest.intensity, ...wishes });
    } else this.#track.change(beat, mood, wishes);
    this.#track.ordered();
  }

  /** The transport has jumped or changed its metre: bars mean other moments now. */
  reseat(): void {
    this.#listening.reseat();
    this.#origin = 0;
    this.#bar = 0;
    this.#track.reseat();
    this.halt();
  }

  /** What was to come will not: the transport has stopped, or everything planned was dropped. */
  halt(): void {
    this.#track.halt();
  }

  save(): DirectorSave {
    return {
      settings: this.#settings,
      random: this.#random.save(),
      listening: this.#listening.save(),
      repertoire: this.#repertoire.save(),
      ...this.#track.save(),
      form: this.#form,
      answered: this.#answered,
      origin: this.#origin,
      bar: this.#bar,
    };
  }

  /** Goes on as the one that was saved would have. Nothing is sent; see `open`. */
  restore(save: DirectorSave): void {
    this.#settings = save.settings;
    this.#random.restore(save.random);
    this.#listening.restore(save.listening);
    this.#repertoire.restore(save.repertoire);
    this.#track.restore(save);
    this.#form = save.form;
    this.#answered = save.answered;
    this.#origin = save.origin;
    this.#bar = save.bar;
    this.changed.emit();
  }

  get #isHeld(): boolean {
    return this.#settings.held || this.#rests;
  }

  /** Bar `bar` begins at step `line`, a bar from now: does a phrase end there that a new scene should follow? */
  #endPhrase(line: number, bar: number): void {
    const { restlessness } = this.#settings;
    const beat = beatsOfSteps(line);
    const length = phraseEndingAt(bar, this.#origin);
    if (length === 0 || this.#isHeld || !this.#track.mayChange(beat)) return;
    const isDue = this.#form.form === "build" && this.#form.bars >= EXPECTED_BUILD;
    const mood = moodOf(this.#listening.phrase(Math.min(length, MOOD_BARS)), isDue ? "drop" : this.#form.form);
    const misfit = this.#repertoire.misfit(this.#track.newest.scene, mood);
    const willing = Math.max(eagerness(restlessness, length, misfit), isDue ? dropEagerness(restlessness) : 0);
    if (this.#random.next() < willing) this.#track.change(beat, mood);
  }

  /** Bar `bar` begins at step `line`, a beat from now: the picture answers to what is going on. */
  #answer(line: number, bar: number): void {
    const { restlessness } = this.#settings;
    const beat = beatsOfSteps(line);
    const open = this.#listening.openBar(this.#options.music.metre);
    const { form } = open === null ? this.#form : formAfter(this.#form, this.#listening.bars, open);
    const isNew = form !== this.#answered;
    // What is new is answered at once, what goes on is not followed hit by hit.
    const heard = open === null ? [this.#lastBar()] : isNew ? [open] : [this.#lastBar(), open];
    const mood = moodOf(together(heard), form);
    this.#answered = form;
    if (isNew && form === "drop") this.#origin = bar - 1;
    if (this.#isHeld || this.#track.reaches(beats(beat + 1e-6))) return;

    if (isNew && form === "drop" && this.#track.mayChange(beat) && this.#random.next() < dropEagerness(restlessness))
      this.#track.change(beat, mood);
    else if (isNew && isQuiet(form) && !this.#track.reaches(beat) && this.#random.next() < restlessness)
      this.#track.recolour(beat, mood);
    else if (this.#track.differs(beat, mood)) this.#track.move(beat, mood);
  }

  #mood(): Mood {
    return moodOf(this.#listening.openBar(this.#options.music.metre) ?? this.#lastBar(), this.#form.form);
  }

  #lastBar(): BarSummary {
    return this.#listening.bars.at(-1) ?? EMPTY_BAR;
  }

  /** While the transport stands, the place where it will have been left. */
  #position(): Beats {
    const { music, time } = this.#options;
    return music.playing ? music.timeline.toBeats(time.now()) : beats(this.#bar * beatsPerBar(music.metre));
  }

  #nextLine(): Beats {
    const { music } = this.#options;
    const position = this.#position();
    if (!music.playing) return position;
    const bar = beatsPerBar(music.metre);
    return beats(Math.ceil((position + beatsOfSteps(LEAD_STEPS)) / bar) * bar);
  }
}

const demand = (what: string, name: string | undefined, known: readonly string[]): void => {
  if (name !== undefined && !known.includes(name)) throw new Error(noSuch(what, name, known));
};
