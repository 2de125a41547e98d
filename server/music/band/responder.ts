import { samplingOf, type VoiceSettings } from "../../../shared/controls/band.ts";
import type { Reporter } from "../../../shared/events/report.ts";
import { drumIndex } from "../../../shared/music/drums.ts";
import type { MindListener } from "../../../shared/music/mind.ts";
import type { VoiceName } from "../../../shared/music/note.ts";
import { stepInBar, stepsPerBar } from "../../../shared/time/metre.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { beatsOfSteps, STEPS_PER_BEAT, stepsOfBeats } from "../../../shared/time/units.ts";
import { type Pattern, pattern } from "../../core/music/pattern.ts";
import type { Ask, Likelihood, Voice } from "../../core/music/voice.ts";
import type { MusicalTime } from "../../core/time/musical-time.ts";
import { BarRepeater } from "./bar-repeater.ts";
import { Fader, type PartOutput } from "./fader.ts";
import type { HitOfStep } from "./feel/dynamics.ts";
import { LikelihoodTally } from "./likelihood-tally.ts";
import { Part, type PartStep } from "./part.ts";
import type { Intention, Phrasing } from "./phrasing.ts";

/** What a voice plays from step `from` to just before `until`, which is infinite when it plays along. */
export interface Response {
  readonly from: number;
  readonly until: number;
}

/** What a voice answers: the last `steps` steps before it has begun to answer at `from`. */
interface Theme {
  readonly from: number;
  readonly steps: number;
}

/** An earlier response that is played again, before step `until` of the one in hand. */
interface Repetition {
  readonly of: Response;
  until: number;
}

/** A response is decided this far ahead of the step being played: long enough to be seen coming, short enough to be steered. */
const PLAN_AHEAD_STEPS = 16;
/** A response gets ahead of itself by this many steps a step, so that no voice keeps the others' networks waiting. */
const ASKS_PER_STEP = 4;
/** A step this close is not taken back any more; above the largest micro-timing offset. */
const SETTLED_STEPS = 0.35;

export interface ResponderOptions {
  readonly name: VoiceName;
  readonly voice: Voice;
  /** The live voice that it hears, perhaps by way of others; null where there is none. */
  readonly remembers: VoiceName | null;
  readonly settings: VoiceSettings;
  readonly phrasing: Phrasing;
  readonly music: MusicalTime;
  readonly time: TimeSource;
  readonly output: PartOutput;
  /** Told what goes on in the voice, where the voice says. */
  readonly minds?: MindListener | undefined;
  readonly report: Reporter;
  /** The voice is about to be asked for a step, or told of one. */
  readonly beforeStep: (step: number) => void;
  /** The voice could not hear or answer. */
  readonly onModelError: (error: unknown) => void;
}

/**
 * The playing half of a model voice: asks the model for steps ahead of time, turns them into notes,
 * takes back what is overtaken by a new setting, and lets the last bar repeat when the model is late.
 *
 * @realtime every method: the voice's promises are awaited off the musical path, and an answer for
 * a step that was taken back meanwhile is ignored.
 */
export class Responder {
  readonly #options: ResponderOptions;
  readonly #part = new Part();
  readonly #fader: Fader;
  readonly #barRepeater: BarRepeater;
  #repetition: Repetition | null = null;
  #theme: Theme | null = null;
  /** Step after the last one that was asked for. */
  #asked = 0;
  /** Asks that are not answered yet, overtaken ones among them. */
  #pending = 0;

  settings: VoiceSettings;
  /** The response in hand. */
  response: Response | null = null;

  constructor(options: ResponderOptions) {
    this.#options = options;
    this.#barRepeater = new BarRepeater(options);
    this.settings = options.settings;
    this.#fader = new Fader(options.output, options.settings.level);
  }

  /** Steps played as a repetition because the model was late. */
  get fallbacks(): number {
    return this.#barRepeater.steps;
  }

  /** What is decided for `step`; silence where nothing is. */
  patternAt(step: number): Pattern {
    return this.#part.patternAt(step);
  }

  /** The hits of `step`, with velocities as the voice means them, whatever its level. */
  hitsAt(step: number): HitOfStep[] {
    const loudest = new Map<number, number>();
    for (const { drum, velocity } of this.#part.get(step)?.notes ?? []) {
      const index = drumIndex(drum);
      loudest.set(index, Math.max(velocity, loudest.get(index) ?? 0));
    }
    return [...loudest].map(([drum, velocity]) => ({ drum, velocity }));
  }

  surpriseAt(step: number): number | null {
    return this.#part.get(step)?.likelihood?.surprise ?? null;
  }

  /** How well the voice expected what it played in `response`. */
  tally(response: Response): LikelihoodTally {
    const tally = new LikelihoodTally();
    for (let step = response.from; step < Math.min(response.until, this.#asked); step++) {
      const likelihood = this.#part.get(step)?.likelihood;
      if (likelihood) tally.add(likelihood);
    }
    return tally;
  }

  /** Remembers what it heard in `step`: the bar to repeat when the model is late before it has played one. */
  remember(step: number, heard: Pattern): void {
    this.#barRepeater.remember(step, heard);
  }

  /** Begins to play at `from`; `length` in steps, and that of the call just heard; 0 where it answers none. */
  begin(from: number, length: number, callLength = 0): void {
    this.#theme = callLength > 0 ? { from, steps: callLength } : null;
    this.response = { from, until: from + length };
    this.#repetition = null;
    this.#asked = from;
  }

  /** Plays `earlier` again from `line`, and hears itself doing it. */
  repeat(earlier: Response, line: number): void {
    const theme = earlier.until === line ? this.#theme : null;
    this.begin(line, earlier.until - earlier.from);
    this.#theme = theme;
    this.#repetition = { of: earlier, until: Number.POSITIVE_INFINITY };
  }

  end(): void {
    this.response = null;
  }

  /**
   * `step` is over: asks for the next steps of the response, or plays them again, until it is a bar ahead
   * (or just the next one when it plays along), and sees that the next one is decided in time.
   */
  planAhead(step: number): void {
    if (this.response === null) return;
    const ahead = this.settings.mode === "along" ? 1 : PLAN_AHEAD_STEPS;
    const horizon = Math.min(this.response.until, step + 1 + ahead);
    while (this.#asked < horizon) {
      if (this.#asked < (this.#repetition?.until ?? Number.NEGATIVE_INFINITY)) this.#playAgain(this.#asked);
      // A network that is behind is not asked for more: it would only fall further behind.
      else if (this.#pending < ASKS_PER_STEP) this.#ask(this.#asked);
      else break;
      this.#asked++;
    }
    this.#part.forgetBefore(step);
    this.#watch(step + 1);
  }

  /** Lets the voice forget that it played `step`, so that it can hear what others played there instead. */
  unplay(step: number): void {
    const played = this.#part.get(step);
    if (played !== undefined) this.#options.voice.rewind(played.before);
  }

  /** Takes back what is not settled yet and asks again, by the settings of now. */
  revise(): void {
    this.reviseFrom(Math.ceil(this.position() + SETTLED_STEPS));
  }

  /** The same, from `step` on. */
  reviseFrom(step: number): void {
    if (this.response === null) return;
    const first = Math.max(this.response.from, step);
    if (this.#repetition !== null) this.#repetition.until = Math.min(this.#repetition.until, first);
    const overtaken = this.#part.get(first);
    if (overtaken === undefined) return;
    this.#options.voice.rewind(overtaken.before);
    this.#takeBack(first);
    this.#asked = first;
    this.planAhead(Math.floor(this.position()));
  }

  /** Ends the response and takes back everything that has not sounded. */
  halt(): void {
    this.#barRepeater.relax();
    this.response = null;
    this.#takeBack(Math.floor(this.position()));
  }

  /** Forgets the whole part: the transport has jumped and its steps mean other moments now. */
  clear(): void {
    this.#barRepeater.clear();
    this.response = null;
    this.#takeBack(Number.NEGATIVE_INFINITY);
  }

  /** Whether its notes go out; what it plays goes on, and others hear it. */
  setAudible(audible: boolean): void {
    this.#fader.setAudible(audible, this.#part.notesFrom(Math.ceil(this.position())));
  }

  /** How loud its notes go out from now on. */
  setLevel(level: number): void {
    this.#fader.setLevel(level, this.#part.notesFrom(Math.ceil(this.position() + SETTLED_STEPS)));
  }

  /** Plays what is decided and not settled yet as the settings of now want it: the same patterns, without asking anew. */
  rephrase(): void {
    const { ornaments } = this.settings;
    for (const known of this.#part.decidedFrom(Math.ceil(this.position() + SETTLED_STEPS))) {
      this.#fader.revoke(known.notes.map(({ id }) => id));
      this.#playAs(known, { ...known.intention, ornaments });
    }
  }

  /** What the earlier response had in this place. */
  #playAgain(step: number): void {
    const { from } = this.response!;
    const earlier = this.#repetition!.of.from + step - from;
    this.#decideForVoice(step, this.#part.patternAt(earlier), this.#part.get(earlier)?.likelihood ?? null);
  }

  #ask(step: number): void {
    const { voice } = this.#options;
    this.#options.beforeStep(step);
    const opened = this.#part.open(step, voice.mark(), this.#intend(step));
    this.#pending++;
    voice
      .answer(step, this.#wishes(step))
      .then((answer) => {
        if (!this.#part.holds(opened)) return;
        this.#decide(opened, answer.pattern, answer);
        this.#tellMind(step, answer);
      }, this.#options.onModelError)
      .finally(() => this.#pending--);
  }

  #wishes(step: number): Ask {
    const { allowed, beams, mode } = this.settings;
    const ask: Ask = {
      ...samplingOf(this.settings),
      allowed: pattern(allowed),
      remembers: this.#options.remembers,
      stepsPerBar: stepsPerBar(this.#options.music.metre),
      call: this.#callBefore(step),
    };
    if (beams === 1 || mode === "along" || this.#barRepeater.hurries(step)) return ask;
    const { metre } = this.#options.music;
    const untilBarLine = stepsPerBar(metre) - stepInBar(step, metre);
    // The first step must be there half a step after the call: only the first beat is searched by then.
    const steps = step === this.response?.from ? Math.min(STEPS_PER_BEAT, untilBarLine) : untilBarLine;
    return { ...ask, search: { beams, steps } };
  }

  /** How many steps before `step` its place in the call lies, of all that the voice has heard and played. */
  #callBefore(step: number): number | undefined {
    if (this.#theme === null) return undefined;
    const { from, steps } = this.#theme;
    return (Math.floor((step - from) / steps) + 1) * steps;
  }

  /** What is so for `step` now: feel and chance of its notes, whenever its pattern comes. */
  #intend(step: number): Intention {
    const { phrasing, music } = this.#options;
    const { from, until } = this.response ?? { from: step, until: step + 1 };
    const moment = until === Number.POSITIVE_INFINITY ? 0.5 : (step - from) / (until - from);
    return phrasing.intend(step, music.metre, { moment, ornaments: this.settings.ornaments, onTheLine: step === from });
  }

  #decide(opened: PartStep, decided: Pattern, likelihood: Likelihood | null): void {
    opened.pattern = decided;
    opened.likelihood = likelihood;
    this.#barRepeater.decided(opened.step);
    this.#playAs(opened, opened.intention);
  }

  #playAs(decided: PartStep, intention: Intention): void {
    const { pattern: played, likelihood } = decided;
    if (played === null) return;
    decided.notes = this.#options.phrasing.phrase(intention, played, likelihood?.surprise ?? null);
    this.#fader.plan(decided.notes);
  }

  /** The band decides `step` and the voice is told that this is what it played. */
  #decideForVoice(step: number, decided: Pattern, likelihood: Likelihood | null): void {
    const { voice } = this.#options;
    this.#options.beforeStep(step);
    const opened = this.#part.open(step, voice.mark(), this.#intend(step));
    // A voice that cannot hear either has reported it when it was asked.
    voice.hear(decided, step, this.settings.temperature).then(
      (heard) => {
        if (this.#part.holds(opened)) this.#tellMind(step, heard);
      },
      () => {},
    );
    this.#decide(opened, decided, likelihood);
  }

  #tellMind(step: number, { mind, surprise }: Likelihood): void {
    const { name, minds } = this.#options;
    if (mind !== undefined)
      minds?.mind({ ...mind, voice: name, step, beat: beatsOfSteps(step), played: true, surprise });
  }

  /** Everything decided from `step` on is void. */
  #takeBack(step: number): void {
    const { name, minds } = this.#options;
    this.#fader.revoke(this.#part.takeBack(step));
    minds?.forget(name, step);
  }

  #watch(step: number): void {
    const response = this.response;
    const isOpen = response !== null && step >= response.from && step < response.until && !this.#part.isDecided(step);
    if (isOpen) this.#barRepeater.watch(step, () => this.#fallBack(step));
    else this.#barRepeater.relax();
  }

  #fallBack(step: number): void {
    if (this.#part.isDecided(step)) return;
    const repeated = this.#barRepeater.standIn(step, (earlier) => this.#part.get(earlier)?.pattern ?? undefined);
    const late = this.#part.get(step);
    if (late !== undefined) this.#options.voice.rewind(late.before);
    this.#takeBack(step);
    this.#decideForVoice(step, repeated, null);
    this.#asked = step + 1;
  }

  /** Where the music is, in steps. */
  position(): number {
    const { music, time } = this.#options;
    return stepsOfBeats(music.timeline.toBeats(time.now()));
  }
}
