import { samplesOtherwise, type VoiceChanges, type VoiceSettings, withChanges } from "../../../shared/controls/band.ts";
import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import type { Gain } from "../../../shared/music/gains.ts";
import type { MindListener } from "../../../shared/music/mind.ts";
import type { VoiceName } from "../../../shared/music/note.ts";
import { stepInBar, stepsPerBar } from "../../../shared/time/metre.ts";
import { beatsOfSteps, STEPS_PER_BEAT } from "../../../shared/time/units.ts";
import { type Pattern, SILENCE } from "../../core/music/pattern.ts";
import type { Voice } from "../../core/music/voice.ts";
import type { MusicalTime } from "../../core/time/musical-time.ts";
import { Call } from "./call.ts";
import type { HitOfStep } from "./feel/dynamics.ts";
import type { StepPlace } from "./feel/heard-hit.ts";
import { GainTally } from "./gain-tally.ts";
import type { LikelihoodTally } from "./likelihood-tally.ts";
import type { Phrasing } from "./phrasing.ts";
import { Responder, type ResponderOptions, type Response } from "./responder.ts";

interface ModelVoiceOptions extends Omit<ResponderOptions, "onModelError" | "beforeStep"> {
  /** Told at the end of each bar it has heard how much memory has helped. */
  readonly onGain: (gain: Gain) => void;
}

/** What all those whom a voice listens to have played in a step. */
export interface HeardStep {
  readonly pattern: Pattern;
  readonly hits: readonly HitOfStep[];
  /** All of it is the live voice's whom this one remembers, and belongs to that one's playing. */
  readonly follows: boolean;
}

type Phase = "idle" | "listening" | "responding";

/** Another model is less than this before its first step at its earliest: what it is told and asks for takes a while. */
const SUCCESSION_LEAD_STEPS = STEPS_PER_BEAT;

const NOTHING: HeardStep = { pattern: SILENCE, hits: [], follows: false };

/** A response that nobody called for is so long where the settings leave it to the call. */
const FREE_BARS = 2;

/** Another model that waits for the bar line from which it plays. */
interface Succession {
  readonly line: number;
  readonly begin: () => void;
  readonly overtaken: () => void;
}

/**
 * A model voice as a musician: hears the steps of others, knows when a call is over, answers on
 * the bar line. It is driven by `closeStep`, half a step after each step, when everything that
 * belongs to the step has been played. So a call is complete half a step before the bar line, the
 * network has heard all of it, and the first step of the answer is decided with that much time left.
 *
 * @realtime every method: nothing is awaited.
 */
export class ModelVoice {
  readonly name: VoiceName;
  readonly #voice: Voice;
  readonly #music: MusicalTime;
  readonly #report: Reporter;
  readonly #minds: MindListener | undefined;
  readonly #phrasing: Phrasing;
  readonly #responder: Responder;
  readonly #gain = new GainTally();
  readonly #onGain: ModelVoiceOptions["onGain"];
  /** The live voice that it hears, perhaps by way of others; null where there is none. */
  readonly remembers: VoiceName | null;
  #settings: VoiceSettings;
  #call: Call | null = null;
  #lastResponse: Response | null = null;
  #silentSteps = 0;
  #mutateRequested = false;
  #loopRequested = false;
  #endCallRequested = false;
  #succession: Succession | null = null;
  #disposed = false;

  /** Calls heard to their end and responses played to theirs, since the start. */
  calls = 0;
  responses = 0;
  lastCall: LikelihoodTally | null = null;
  lastAnswer: LikelihoodTally | null = null;
  /** Surprise of the newest step it has heard, in nats. */
  heardSurprise: number | null = null;

  constructor(options: ModelVoiceOptions) {
    this.name = options.name;
    this.remembers = options.remembers;
    this.#onGain = options.onGain;
    this.#voice = options.voice;
    this.#music = options.music;
    this.#report = options.report;
    this.#minds = options.minds;
    this.#phrasing = options.phrasing;
    this.#settings = options.settings;
    this.#responder = new Responder({ ...options, onModelError: this.#modelFailed, beforeStep: this.#succeedBefore });
  }

  /** Nats a step that memory has saved over the last bars heard; null before the first. */
  get gain(): number | null {
    return this.#gain.gain;
  }

  get fallbacks(): number {
    return this.#responder.fallbacks;
  }

  get phase(): Phase {
    if (this.#responder.response !== null) return "responding";
    return this.#call === null ? "idle" : "listening";
  }

  /** First step of the call or response in hand. */
  get phaseFrom(): number | null {
    return this.#responder.response?.from ?? this.#call?.from ?? null;
  }

  /** Step after the last of the response in hand; null when there is none, or it has no end. */
  get phaseUntil(): number | null {
    const until = this.#responder.response?.until ?? null;
    return until === Number.POSITIVE_INFINITY ? null : until;
  }

  patternAt(step: number): Pattern {
    return this.#responder.patternAt(step);
  }

  surpriseAt(step: number): number | null {
    return this.#responder.surpriseAt(step);
  }

  /** What it hits in `step`, as others hear how loud it is. */
  hitsAt(step: number): HitOfStep[] {
    return this.#responder.hitsAt(step);
  }

  /** `step` is over, and this was heard in it. What comes next is planned when everybody has heard it and it is learnt: see `planAhead`. */
  closeStep(step: number, heard: HeardStep): void {
    const response = this.#responder.response;
    this.#responder.remember(step, heard.pattern);
    if (this.#settings.mode === "along") this.#playAlong(step, heard, response);
    else if (response === null) this.#listen(step, heard);
    else if (step + 1 >= response.until) this.#endResponse(response);
  }

  /** After `closeStep` of the same step. */
  planAhead(step: number): void {
    this.#responder.planAhead(step);
    this.#succeedBefore(step + 1);
  }

  /** New settings hold from the next step that is not settled yet; lengths from the next call or response. */
  set(changes: VoiceChanges): void {
    const before = this.#settings;
    this.#settings = withChanges(before, changes);
    this.#responder.settings = this.#settings;
    this.#responder.setLevel(this.#settings.level);
    if (this.#settings.mode !== before.mode) this.halt();
    else if (samplesOtherwise(before, this.#settings)) this.#responder.revise();
    else if (this.#settings.ornaments !== before.ornaments) this.#responder.rephrase();
    const { loop } = this.#settings;
    this.#loopRequested = loop && (this.#loopRequested || !before.loop) && this.#responder.response === null;
  }

  /**
   * Another model is ready: `takeOver` is called where the voice gets to the next bar line that is at
   * least a beat away, and what was planned from there on is asked anew; at once while nothing plays.
   * Settles as `takeOver` does, or rejects when yet another came before.
   */
  succeed(takeOver: () => Promise<void>): Promise<void> {
    this.#succession?.overtaken();
    const { metre, playing } = this.#music;
    const bar = stepsPerBar(metre);
    const line = Math.ceil((this.#responder.position() + SUCCESSION_LEAD_STEPS) / bar) * bar;
    return new Promise((resolve, reject) => {
      const begin = (): void => void takeOver().then(resolve, reject);
      const overtaken = (): void => reject(new Error(`another model was chosen for ${this.name} meanwhile`));
      this.#succession = { line, begin, overtaken };
      // A loop goes on as it is: the other model plays what is new.
      if (playing && !this.#settings.loop) this.#responder.reviseFrom(line);
      if (!playing) this.#succeedBefore(line);
    });
  }

  setAudible(audible: boolean): void {
    this.#responder.setAudible(audible);
  }

  /**
   * At the next bar line it continues its own last response instead of listening; where it has none, it plays out
   * of its own mind. Throws a sentence for one that plays along, which has no responses.
   */
  mutate(): void {
    this.#refuseAlong();
    this.#mutateRequested = true;
  }

  /**
   * The call in hand ends with the bar it is in; where there is none, the answer comes out of its own mind. Throws a
   * sentence while it answers or plays along.
   */
  endCall(): void {
    this.#refuseAlong();
    if (this.#responder.response !== null)
      throw new Error(`${this.name} is answering: there is no call that could end.`);
    this.#endCallRequested = true;
  }

  /** Plays from bar line `line`, the next one, without having been called: out of its own mind. */
  begin(line: number): void {
    const { mode, responseBars, callBars } = this.#settings;
    const bars = [responseBars, callBars, FREE_BARS].find((length) => length !== "auto") as number;
    this.#silentSteps = 0;
    this.#mutateRequested = false;
    this.#endCallRequested = false;
    const length = mode === "along" ? Number.POSITIVE_INFINITY : bars * stepsPerBar(this.#music.metre);
    this.#phrasing.answerTo([]);
    this.#responder.begin(line, length);
    this.#responder.planAhead(line - 1);
  }

  #refuseAlong(): void {
    if (this.#settings.mode === "along")
      throw new Error(`${this.name} plays along with what it hears: it has no call and no response of its own.`);
  }

  /** Stops at once and takes back all that has not sounded; its memory of the music stays. */
  halt(): void {
    this.#responder.halt();
    this.#rest();
  }

  /** The same, and forgets what it has played: the transport has jumped and steps mean other moments now. */
  reseat(): void {
    this.#responder.clear();
    this.#phrasing.reseat();
    this.#lastResponse = null;
    this.#rest();
  }

  /** Forgets everything it has heard too. */
  reset(): void {
    this.reseat();
    this.#voice.reset();
  }

  dispose(): void {
    this.#disposed = true;
    this.halt();
    this.#voice.dispose();
  }

  /** What was asked of a network that is being taken down need not be answered. */
  readonly #modelFailed = (error: unknown): void => {
    if (!this.#disposed) this.#report({ room: "band", level: "error", text: `${this.name}: ${reasonOf(error)}` });
  };

  readonly #succeedBefore = (step: number): void => {
    const succession = this.#succession;
    if (succession === null || step < succession.line) return;
    this.#succession = null;
    succession.begin();
  };

  #rest(): void {
    this.#succeedBefore(Number.POSITIVE_INFINITY);
    this.#call = null;
    this.#silentSteps = 0;
    this.#mutateRequested = false;
    this.#loopRequested = false;
    this.#endCallRequested = false;
  }

  #listen(step: number, heard: HeardStep): void {
    if (this.#call === null && heard.pattern !== SILENCE) {
      // A call begins on the bar line before its first hit, so that the network knows where in the bar it is.
      const from = step - stepInBar(step, this.#music.metre);
      this.#call = new Call(from);
      for (let silent = from; silent < step; silent++) this.#hear(silent, NOTHING);
    }
    if (this.#call !== null) {
      this.#hear(step, heard);
      this.#call.hear(this.#placeOf(step), heard.hits);
    }
    if (stepInBar(step + 1, this.#music.metre) === 0) this.#atBarLine(step + 1);
  }

  #hear(step: number, { pattern, follows }: HeardStep): void {
    const tally = this.#call?.tally;
    const place = this.#placeOf(step);
    const { temperature, memory } = this.#settings;
    const hearing = { remembers: this.remembers, memory, stepsPerBar: place.stepsPerBar, follows };
    const over = this.#music.timeline.toMs(beatsOfSteps(step + 1));
    this.#voice.hear(pattern, step, temperature, hearing).then((likelihood) => {
      const { mind, surprise } = likelihood;
      this.heardSurprise = surprise;
      // Heard when the step is over, so that is when it is so.
      const beat = beatsOfSteps(step + 0.5);
      if (mind !== undefined) this.#minds?.mind({ ...mind, voice: this.name, step, beat, played: false, surprise });
      tally?.add(likelihood);
      if (this.remembers !== null && this.#gain.add(likelihood, place))
        this.#onGain({ voice: this.name, at: over, gain: this.#gain.gain ?? 0 });
    }, this.#modelFailed);
  }

  #atBarLine(line: number): void {
    const last = this.#lastResponse;
    const call = this.#call;
    if (this.#mutateRequested || (this.#loopRequested && last !== null)) {
      this.#call = null;
      this.#endCallRequested = false;
      if (last !== null) this.#playOn(last, line);
      else this.begin(line);
      return;
    }
    if (call === null) {
      if (this.#endCallRequested) this.begin(line);
      return;
    }
    const verdict = call.endBar(this.#voice.mark(), this.#settings, this.#endCallRequested);
    if (verdict.do === "listen") return;
    this.#call = null;
    this.#endCallRequested = false;
    if (verdict.do === "forget") return;
    this.calls++;
    this.lastCall = call.tally;
    if (verdict.rewindTo !== null) this.#voice.rewind(verdict.rewindTo);
    this.#phrasing.answerTo(call.steps);
    const bar = stepsPerBar(this.#music.metre);
    this.#responder.begin(line, verdict.bars * bar, verdict.callBars * bar);
  }

  #placeOf(step: number): StepPlace {
    const { metre } = this.#music;
    return { step, stepInBar: stepInBar(step, metre), stepsPerBar: stepsPerBar(metre) };
  }

  #endResponse(response: Response): void {
    this.#responder.end();
    this.#lastResponse = response;
    this.lastAnswer = this.#responder.tally(response);
    this.responses++;
    if (this.#mutateRequested || this.#settings.loop) this.#playOn(response, response.until);
  }

  /** Goes on from `last` at `line`: with something new if it is to mutate, else with the same again. */
  #playOn(last: Response, line: number): void {
    if (this.#mutateRequested) this.#responder.begin(line, last.until - last.from);
    else this.#responder.repeat(last, line);
    this.#mutateRequested = false;
    this.#loopRequested = false;
  }

  /**
   * Each step is heard, then the next is guessed and played. Before the next is heard the guess is
   * forgotten, so that the voice follows those it listens to and not itself. A silent bar ends it.
   */
  #playAlong(step: number, heard: HeardStep, response: Response | null): void {
    const isSilent = heard.pattern === SILENCE;
    this.#silentSteps = isSilent ? this.#silentSteps + 1 : 0;
    if (response === null) {
      if (isSilent) return;
      this.#responder.begin(step + 1, Number.POSITIVE_INFINITY);
    } else {
      this.#responder.unplay(step);
      if (this.#silentSteps >= stepsPerBar(this.#music.metre)) {
        this.lastAnswer = this.#responder.tally(response);
        this.#responder.end();
        return;
      }
    }
    this.#hear(step, heard);
  }
}
