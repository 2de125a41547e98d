import { drumIndex } from "../../shared/music/drums.ts";
import type { Note, VoiceName } from "../../shared/music/note.ts";
import { notesOf, Past, type PastNotes, RECENT_MS } from "../../shared/music/past.ts";
import type { Remembered } from "../../shared/music/remembered.ts";
import type { Turns } from "../../shared/picture/turned.ts";
import type { MindMessage } from "../../shared/protocol/mind.ts";
import { runOf, type Snapshot, type TransportState, type VoiceState } from "../../shared/protocol/state.ts";
import { beatsPerBar, COMMON_TIME } from "../../shared/time/metre.ts";
import type { Timeline } from "../../shared/time/timeline.ts";
import { type Ms, ms } from "../../shared/time/units.ts";
import type { Media } from "../clips/film.ts";
import type { VoiceTrace } from "../scene-api/frame.ts";
import { DROP_MS, DrawQueue } from "../time/draw-queue.ts";
import { LiveFrame } from "./live-frame.ts";
import { type PageMind, pageMind } from "./mind-history.ts";
import { TransportTimeline } from "./transport-timeline.ts";
import { historiesOf, sameBand, type VoiceHistory } from "./voice-history.ts";

/** With more notes than this waiting, it is looked whether some are long past. */
const MOST_UNSEEN = 1024;
/** While the picture stands still what was played since then waits, but no more of it than this. */
const MOST_HELD = 4096;

/**
 * Told of every note in the frame it is on the screen with (`seen`), and of those that were played
 * while this page was not there, hidden, or too slow.
 */
type OnNote = (note: Note, at: Ms, voice: VoiceTrace, seen: boolean) => void;

/** Told of every note that was upcoming and was taken back; it would have been due at `at`. */
type OnVanish = (note: Note, at: Ms, voice: VoiceTrace) => void;

/**
 * The performance as the picture sees it: what was told by the server, brought frame by frame to
 * the moment at which that frame will be seen. It knows nothing of the browser or the graphics.
 */
export class Performance {
  readonly frame: LiveFrame;
  /** The user's clips, for the scenes that play with them; null on a page without. */
  media: Media | null = null;
  /** Lines of text of the show, for the scenes that set them. */
  words: readonly string[] = [];
  /** What was turned by hand of the scenes' parameters. */
  turns: Turns = {};
  readonly #onNote: OnNote;
  readonly #onVanish: OnVanish;
  readonly #soften: (note: Note, at: Ms) => Note;
  readonly #queue = new DrawQueue<Note>();
  readonly #minds = new DrawQueue<PageMind>();
  #mindsTold = 0;
  readonly #past = new Past();
  #states: readonly VoiceState[] = [];
  #voices: readonly VoiceHistory[] = [];
  #byName = new Map<string, VoiceHistory>();
  #timeline: TransportTimeline | null = null;
  #run: number | null = null;
  #standsAt: Ms | null = null;
  #stood = false;
  #visit: (note: Note, at: Ms) => void = () => {};

  /** `soften` says how a note that is drawn now is to be seen: as it is, or softer. */
  constructor(onNote: OnNote, onVanish: OnVanish = () => {}, soften = (note: Note, _at: Ms): Note => note) {
    this.#onNote = onNote;
    this.#onVanish = onVanish;
    this.#soften = soften;
    this.frame = new LiveFrame({
      upcoming: (until, visit) => {
        this.#visit = visit;
        this.#queue.upcoming(until, this.#visitDecided);
      },
    });
  }

  /** Notes that were not drawn because they came too late. */
  get dropped(): number {
    return this.#queue.dropped;
  }

  /** Length of a bar by the newest transport. */
  get beatsPerBar(): number {
    return this.#timeline?.beatsPerBar ?? beatsPerBar(COMMON_TIME);
  }

  /**
   * The moment at which the picture stands still, once it is reached; null when it goes on. What was
   * played since then is taken note of when it goes on: also a page that comes later, or makes its
   * scenes anew, shows that moment and nothing after it.
   */
  set standsAt(moment: Ms | null) {
    this.#standsAt = moment;
  }

  /** Stands where the server says everyone stands; what was waiting before is void. Returns whether the band is another. */
  welcome(snapshot: Snapshot): boolean {
    this.#queue.clear();
    this.#minds.clear();
    this.#timeline = new TransportTimeline(snapshot.transport);
    // Of another run of the server nothing holds: its notes are numbered anew.
    const run = runOf(snapshot);
    if (run !== this.#run) this.#states = [];
    this.#run = run;
    this.words = snapshot.words ?? [];
    const changed = this.setVoices(snapshot.voices);
    if (snapshot.past !== undefined) this.#catchUp(snapshot.past);
    this.#addUnseen(snapshot.upcoming);
    this.addMinds(snapshot.minds ?? []);
    this.setRemembered(snapshot.remembered ?? []);
    return changed;
  }

  /** Returns whether the band is another, so that scenes must be made anew. */
  setVoices(states: readonly VoiceState[]): boolean {
    const same = sameBand(this.#states, states);
    this.#states = states;
    if (same) {
      for (const [i, state] of states.entries()) {
        const voice = this.#voices[i];
        if (voice !== undefined) voice.phase = state.phase;
      }
      return false;
    }
    this.#voices = historiesOf(states);
    this.#byName = new Map(this.#voices.map((voice) => [voice.name, voice]));
    this.#past.clear();
    this.frame.voices = this.#voices;
    return true;
  }

  /** Moves everything that is due from `now` on to where its beat is now; returns the new line. */
  setTransport(transport: TransportState, now: Ms): Timeline {
    if (this.#timeline === null) this.#timeline = new TransportTimeline(transport);
    else this.#timeline.set(transport);
    this.#queue.retime(this.#timeline.newest, now);
    this.#minds.retime(this.#timeline.newest, now);
    return this.#timeline.newest;
  }

  /** Notes that are to be seen at their moment. One that is known already moves to its new moment. */
  add(notes: readonly Note[]): void {
    for (const note of notes) this.#queue.add(note);
  }

  /** States of networks that are to be seen from their moment on. */
  addMinds(minds: readonly MindMessage[]): void {
    for (const mind of minds) this.#minds.add(pageMind(mind, ++this.#mindsTold));
  }

  /** What is remembered of voices: of each the newest, after the one before it. What is known already changes nothing. */
  setRemembered(memories: readonly Remembered[]): void {
    for (const remembered of memories) this.#byName.get(remembered.voice)?.remember(remembered);
  }

  /** What was told of the voice's mind from `step` on will not come to be. */
  forget(voice: VoiceName, step: number): void {
    const ids: number[] = [];
    this.#minds.upcoming(ms(Number.POSITIVE_INFINITY), (mind) => {
      if (mind.voice === voice && mind.step >= step) ids.push(mind.id);
    });
    this.#minds.revoke(ids);
  }

  /**
   * Takes note of what was due before `now` and has not been drawn: a page that is hidden draws
   * nothing, and must neither hoard notes for hours nor pour them out when it is seen again.
   */
  prune(now: Ms): void {
    const most = this.#standsAt === null ? MOST_UNSEEN : MOST_HELD;
    if (this.#queue.size > most) this.#queue.pass(ms(now - DROP_MS), this.#miss);
    if (this.#minds.size > most) this.#minds.pass(ms(now - DROP_MS), this.#think);
  }

  revoke(ids: readonly number[]): void {
    this.#vanish((note) => ids.includes(note.id));
    this.#queue.revoke(ids);
  }

  panic(): void {
    this.#vanish(() => true);
    this.#queue.clear();
    this.#minds.clear();
  }

  /**
   * Moves on to the frame that is seen at `at`, `spacing` before the next one, and tells of every
   * note that is on the screen with it; no further than where the picture stands still. @realtime yes
   */
  moveTo(at: Ms, delta: Ms, spacing: Ms): void {
    // Every page stands still with the picture of the very same moment, and all that was played by then.
    const stands = this.#standsAt !== null && at >= this.#standsAt;
    // What was played while it stood still came neither late nor is it news.
    if (this.#stood && !stands) this.#queue.pass(ms(at - DROP_MS), this.#miss);
    this.#stood = stands;
    if (stands) this.#reach(this.#standsAt as Ms, ms(0), ms(0));
    else this.#reach(at, delta, spacing);
  }

  #reach(at: Ms, delta: Ms, spacing: Ms): void {
    this.#timeline?.moveTo(at);
    this.frame.at = at;
    this.#queue.draw(at, spacing, this.#draw, this.#miss);
    this.#minds.draw(at, spacing, this.#think, this.#think);
    const frame = this.frame;
    frame.delta = delta;
    if (this.#timeline !== null) {
      frame.beat = this.#timeline.beatAt(at);
      frame.bar = this.#timeline.barAt(frame.beat);
      frame.phase = this.#timeline.phaseAt(frame.beat);
      frame.tempo = this.#timeline.tempo;
      frame.playing = this.#timeline.playing;
    }
    for (const voice of this.#voices) voice.moveTo(at);
  }

  /** What was played lately, so far `back`, the oldest first, told to a scene that begins. */
  remember(tell: OnNote, back = RECENT_MS): void {
    for (const { note, at } of this.#past.notes(this.frame.at, back)) {
      const voice = this.#byName.get(note.voice);
      if (voice !== undefined) tell(note, at, voice, false);
    }
  }

  #vanish(chosen: (note: Note) => boolean): void {
    this.#queue.upcoming(ms(Number.POSITIVE_INFINITY), (note, at) => {
      const voice = this.#byName.get(note.voice);
      if (voice !== undefined && !note.live && chosen(note)) this.#onVanish(note, at, voice);
    });
  }

  /** What this page has not seen, because it was not there, was played all the same. */
  #catchUp(past: PastNotes): void {
    const until = this.#standsAt ?? Number.POSITIVE_INFINITY;
    const later: Note[] = [];
    for (const note of notesOf(past)) {
      if (note.at > until) later.push(note);
      else if (!this.#past.has(note.id)) this.#take(note, note.at, false);
    }
    for (const [name, counts] of Object.entries(past.hits))
      for (const [drum, count] of counts.entries()) {
        const after = later.filter((note) => note.voice === name && drumIndex(note.drum) === drum).length;
        this.#byName.get(name)?.drums[drum]?.countTo(count - after);
      }
    this.#addUnseen(later);
  }

  /** A page draws ahead: what the server says is still to come may have been seen here. */
  #addUnseen(notes: readonly Note[]): void {
    this.add(notes.filter(({ id }) => !this.#past.has(id)));
  }

  /** Live notes are never upcoming, even where the page's clock is a little behind. */
  readonly #visitDecided = (note: Note, at: Ms): void => {
    if (!note.live) this.#visit(note, at);
  };

  /** Too late to be drawn: it was played all the same. */
  readonly #miss = (note: Note, at: Ms): void => this.#take(note, at, false);

  readonly #draw = (note: Note, at: Ms): void => this.#take(note, at, true);

  readonly #think = (mind: PageMind, at: Ms): void => this.#byName.get(mind.voice)?.think(mind, at);

  #take(note: Note, at: Ms, seen: boolean): void {
    const voice = this.#byName.get(note.voice);
    if (voice === undefined) return;
    const shown = seen ? this.#soften(note, at) : note;
    voice.hit(shown, at);
    this.#past.add(note, at);
    this.#onNote(shown, at, voice, seen);
  }
}
