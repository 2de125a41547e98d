import { type VoiceChanges, type VoiceSettings, withChanges } from "../../../shared/controls/band.ts";
import type { Reporter } from "../../../shared/events/report.ts";
import { type OnListenerError, Signal } from "../../../shared/events/signal.ts";
import type { MindListener } from "../../../shared/music/mind.ts";
import type { Hit, Note, VoiceName } from "../../../shared/music/note.ts";
import type { VoiceState } from "../../../shared/protocol/state.ts";
import { noSuch } from "../../../shared/text/no-such.ts";
import { stepInBar, stepsPerBar } from "../../../shared/time/metre.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { beats, beatsOfSteps, type Ms, stepsOfBeats } from "../../../shared/time/units.ts";
import type { Memories, MemoryListener } from "../../core/music/memories.ts";
import { type Pattern, SILENCE } from "../../core/music/pattern.ts";
import type { MusicalTime } from "../../core/time/musical-time.ts";
import { loudness, type PartOutput } from "./fader.ts";
import type { HitOfStep } from "./feel/dynamics.ts";
import { Feel } from "./feel/feel.ts";
import { DensityGauge } from "./gauge.ts";
import { LiveMemory } from "./live-memory.ts";
import { LivePart } from "./live-part.ts";
import type { Member } from "./member.ts";
import { ModelVoice } from "./model-voice.ts";
import { Phrasing } from "./phrasing.ts";
import { type UnfedVoice, unfedVoices } from "./unfed-voices.ts";
import { voiceState } from "./voice-state.ts";
import { liveVoiceHeardBy } from "./who-is-heard.ts";

/** Where the band's playing goes. */
interface BandOutput extends PartOutput {
  /** A live note, sounding now. */
  live(note: Note): void;
  /** How a voice did in the step that is over; density 0 to 1, surprise in nats. */
  gauge(voice: VoiceName, density: number, surprise: number | null): void;
}

export interface BandOptions {
  readonly members: readonly Member[];
  readonly music: MusicalTime;
  readonly time: TimeSource;
  readonly output: BandOutput;
  /** Told what goes on in the networks. */
  readonly minds?: MindListener;
  /** Where live voices are remembered. */
  readonly memories?: Memories;
  /** Told what is remembered, and how much it helps. */
  readonly memoryListener?: MemoryListener;
  readonly seed: number;
  readonly report: Reporter;
  readonly onListenerError: OnListenerError;
}

/** A live note rings for a 16th: pads send their note-offs at once, and drums have no length of their own. */
const LIVE_DURATION = beats(0.25);

interface Chair {
  readonly member: Member;
  readonly gauge: DensityGauge;
  /** Exactly one of the two. */
  readonly part: LivePart | null;
  /** Null for a model, and where nobody remembers. */
  readonly memory: LiveMemory | null;
  readonly modelVoice: ModelVoice | null;
  /** How its model would hit; null for a live voice. */
  readonly feel: Feel | null;
  /** What it plays on; null for a live voice. */
  model: string | null;
  settings: VoiceSettings;
}

/**
 * Everybody who plays, and who listens to whom. The chain is data: any voice may listen to any
 * others, loops included, because what each played in a step is settled before anyone hears it.
 *
 * Driven by `hit` for live notes and by `closeStep` half a step after each step of the transport.
 */
export class Band {
  readonly #options: BandOptions;
  readonly #chairs = new Map<VoiceName, Chair>();
  readonly #unfed: readonly UnfedVoice[];
  /** Sent when a phase, a setting or a count has changed. */
  readonly changed: Signal<void>;
  /** A voice has played a response to its end; its state says how likely call and response were. */
  readonly answered: Signal<VoiceState>;
  #noteId = 0;
  #lastSeen = "";

  constructor(options: BandOptions) {
    this.#options = options;
    this.changed = new Signal(options.onListenerError);
    this.answered = new Signal(options.onListenerError);
    for (const member of options.members) this.#chairs.set(member.name, this.#seat(member));
    this.#unfed = unfedVoices(options.members);
    this.#settleAudible();
  }

  #seat(member: Member): Chair {
    const model = member.model?.name ?? null;
    const common = { member, gauge: new DensityGauge(), model, settings: member.settings };
    const { memories, memoryListener } = this.#options;
    if (member.model === null) {
      const memory =
        memories === undefined
          ? null
          : new LiveMemory(member.name, memories, (remembered) => memoryListener?.remembered(remembered));
      return { ...common, part: new LivePart(), memory, modelVoice: null, feel: null };
    }
    const { members, music, time, output, minds, report, seed } = this.#options;
    const feel = new Feel(member.model.feel);
    const phrasing = new Phrasing(member.name, feel, seed, () => ++this.#noteId);
    const { name, settings } = member;
    const modelVoice = new ModelVoice({
      name,
      voice: member.model.voice,
      remembers: memories === undefined ? null : liveVoiceHeardBy(name, members),
      settings,
      phrasing,
      music,
      time,
      output,
      minds,
      report,
      onGain: (gain) => {
        memoryListener?.gained(gain);
        this.#noticeChange();
      },
    });
    return { ...common, part: null, memory: null, modelVoice, feel };
  }

  /**
   * Somebody plays `hit` on the live voice `name`; unknown voices are ignored. The note goes out
   * before anything else is done with it.
   * @realtime yes
   */
  hit(name: VoiceName, hit: Hit): void {
    const chair = this.#chairs.get(name);
    if (chair?.part == null) return;
    const { music, output } = this.#options;
    const beat = music.positionAt(hit.at);
    const { drum, velocity, at } = hit;
    const loud = loudness(velocity, chair.settings.level);
    if (loud > 0 && this.#isAudible(chair))
      output.live({
        id: ++this.#noteId,
        voice: name,
        drum,
        velocity: loud,
        beat,
        duration: LIVE_DURATION,
        at,
        surprise: null,
        live: true,
      });
    if (music.playing) chair.part.hit(drum, velocity, stepsOfBeats(beat));
  }

  /** `step` of the transport's grid is over: everybody has played it, now everybody hears it. @realtime yes */
  closeStep(step: number): void {
    const { metre } = this.#options.music;
    const bar = stepsPerBar(metre);
    const place = { step, stepInBar: stepInBar(step, metre), stepsPerBar: bar };
    const played = new Map<VoiceName, readonly HitOfStep[]>();
    const playing = new Set<VoiceName>();
    for (const [name, { part, memory, modelVoice }] of this.#chairs) {
      if (modelVoice !== null) played.set(name, modelVoice.hitsAt(step));
      if (part === null) continue;
      const hits = part.close(step);
      played.set(name, hits);
      if (memory?.close(part.at(step), place)) playing.add(name);
      for (const { feel } of this.#chairs.values()) feel?.learn(place, hits);
    }
    for (const chair of this.#chairs.values()) {
      const { member, modelVoice } = chair;
      if (modelVoice === null) continue;
      let heard: Pattern = SILENCE;
      for (const name of member.listensTo) heard = (heard | this.#patternAt(name, step)) as Pattern;
      const hits = member.listensTo.flatMap((name) => played.get(name) ?? []);
      const before = modelVoice.responses;
      const { remembers } = modelVoice;
      const follows =
        remembers !== null &&
        playing.has(remembers) &&
        member.listensTo.includes(remembers) &&
        heard === this.#patternAt(remembers, step);
      modelVoice.closeStep(step, { pattern: heard, hits, follows });
      if (modelVoice.responses > before) this.answered.emit(stateOf(chair));
    }
    // Everybody has heard the step before it is learnt, and goes by it in what comes next.
    const next = (): Ms => this.#options.music.timeline.toMs(beatsOfSteps(step + 1));
    for (const { part, memory } of this.#chairs.values()) if (part !== null) memory?.learn(part.at(step), place, next);
    for (const { modelVoice } of this.#chairs.values()) modelVoice?.planAhead(step);
    if (stepInBar(step + 1, metre) === 0) this.#beginUnfed(step);
    for (const [name, chair] of this.#chairs) {
      const density = chair.gauge.add(this.#patternAt(name, step) !== SILENCE, bar);
      this.#options.output.gauge(name, density, this.#surpriseOf(name, chair, step));
    }
    this.#noticeChange();
  }

  /** Where all are idle whom a voice of an unfed loop hears, it begins on the bar line after `step`. */
  #beginUnfed(step: number): void {
    for (const { name, upstream } of this.#unfed) {
      let idle = true;
      for (const heard of upstream) idle &&= this.#chairs.get(heard)?.modelVoice?.phase === "idle";
      if (idle) this.#chairs.get(name)?.modelVoice?.begin(step + 1);
    }
  }

  #patternAt(name: VoiceName, step: number): Pattern {
    const chair = this.#chairs.get(name);
    return chair?.part?.at(step) ?? chair?.modelVoice?.patternAt(step) ?? SILENCE;
  }

  /** A model's own surprise at what it plays; a live voice is judged by the first model that listens to it. */
  #surpriseOf(name: VoiceName, chair: Chair, step: number): number | null {
    if (chair.modelVoice !== null) return chair.modelVoice.surpriseAt(step);
    for (const { member, modelVoice } of this.#chairs.values())
      if (modelVoice !== null && member.listensTo.includes(name)) return modelVoice.heardSurprise;
    return null;
  }

  /** Changes settings of a voice. Throws a sentence for the operator if there is no such voice. */
  set(name: VoiceName, changes: VoiceChanges): void {
    const chair = this.#find(name);
    chair.settings = withChanges(chair.settings, changes);
    chair.modelVoice?.set(changes);
    this.#settleAudible();
    this.changed.emit();
  }

  /**
   * Another model plays the voice from a bar line on, with the hands that go with it; until then, and
   * when it is not good, the old one plays on. Resolves when it has taken over. Rejects with a sentence.
   */
  async changeModel(name: VoiceName, model: string): Promise<void> {
    const chair = this.#find(name);
    const modelVoice = this.#findModelVoice(name);
    const next = await chair.member.model?.prepare(model);
    if (next === undefined) return;
    await modelVoice.succeed(async () => {
      await next.takeOver();
      chair.model = next.name;
      chair.feel?.follow(next.feel);
      this.changed.emit();
    });
  }

  /** See ModelVoice.mutate; throws a sentence for voices that are not models, and while nothing plays. */
  mutate(name: VoiceName): void {
    this.#findPlaying(name).mutate();
  }

  /** See ModelVoice.endCall; throws a sentence for voices that are not models, and while nothing plays. */
  endCall(name: VoiceName): void {
    this.#findPlaying(name).endCall();
  }

  /** Forgets what is remembered of a live voice, or of all; throws a sentence for voices that are not live. */
  forget(name?: VoiceName): void {
    const chairs = name === undefined ? [...this.#chairs.values()] : [this.#find(name)];
    const live = chairs.filter(({ part }) => part !== null);
    const { music, time } = this.#options;
    if (live.length === 0 && name !== undefined)
      throw new Error(`"${name}" is not played by a person: only what people play is remembered.`);
    for (const { memory } of live) memory?.forget(stepsPerBar(music.metre), time.now());
  }

  /** Tells what is remembered of live voices since before they have played: what was kept of other evenings. */
  recall(): void {
    const { music, time } = this.#options;
    for (const { memory } of this.#chairs.values()) memory?.recall(stepsPerBar(music.metre), time.now());
  }

  /** The transport has stopped, or changed its metre: calls and responses in hand are dropped. */
  halt(): void {
    for (const chair of this.#chairs.values()) chair.modelVoice?.halt();
    this.#noticeChange();
  }

  /** The transport has jumped: steps mean other moments now. */
  reseat(): void {
    for (const chair of this.#chairs.values()) {
      chair.part?.clear();
      chair.feel?.reseat();
      chair.modelVoice?.reseat();
    }
    this.#noticeChange();
  }

  /** Everything in hand is dropped, and all that the networks have heard; what is remembered of live voices stays. */
  panic(): void {
    for (const chair of this.#chairs.values()) {
      chair.part?.clear();
      chair.modelVoice?.reset();
    }
    this.#noticeChange();
  }

  states(): VoiceState[] {
    return [...this.#chairs.values()].map(stateOf);
  }

  dispose(): void {
    for (const chair of this.#chairs.values()) chair.modelVoice?.dispose();
  }

  /** Solo is among those that sound: the picture goes on when a voice plays alone. */
  #isAudible(chair: Chair): boolean {
    if (chair.settings.mute) return false;
    if (!chair.member.sounds || chair.settings.solo) return true;
    for (const other of this.#chairs.values()) if (other.settings.solo) return false;
    return true;
  }

  #settleAudible(): void {
    for (const chair of this.#chairs.values()) chair.modelVoice?.setAudible(this.#isAudible(chair));
  }

  #find(name: VoiceName): Chair {
    const chair = this.#chairs.get(name);
    if (chair !== undefined) return chair;
    throw new Error(noSuch("voice", name, [...this.#chairs.keys()], "the show has"));
  }

  #findModelVoice(name: VoiceName): ModelVoice {
    const { modelVoice } = this.#find(name);
    if (modelVoice !== null) return modelVoice;
    throw new Error(`"${name}" is played by a person and cannot be told what to do.`);
  }

  #findPlaying(name: VoiceName): ModelVoice {
    const modelVoice = this.#findModelVoice(name);
    if (!this.#options.music.playing) throw new Error(`The transport stands still: start it, and ${name} can play.`);
    return modelVoice;
  }

  /** Tells the pages only when there is something new to see. */
  #noticeChange(): void {
    let seen = "";
    for (const { modelVoice } of this.#chairs.values()) {
      if (modelVoice === null) continue;
      const { phase, phaseFrom, phaseUntil, calls, responses, fallbacks, gain } = modelVoice;
      seen += `${phase} ${phaseFrom} ${phaseUntil} ${calls} ${responses} ${fallbacks} ${gain},`;
    }
    if (seen === this.#lastSeen) return;
    this.#lastSeen = seen;
    this.changed.emit();
  }
}

const stateOf = ({ member, modelVoice, settings, model }: Chair): VoiceState =>
  voiceState(member, modelVoice, settings, model);
