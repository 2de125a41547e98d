import { monotonicTime } from "../../server/core/time/monotonic.ts";
import type { Origin } from "../../shared/controls/control.ts";
import type { DeskCommand } from "../../shared/controls/controls.ts";
import { steadyFade } from "../../shared/picture/fade.ts";
import type { DeskReply } from "../../shared/protocol/desk.ts";
import type { DirectorState, PictureState } from "../../shared/protocol/picture.ts";
import type { PlayMessage } from "../../shared/protocol/play.ts";
import type { Snapshot, VoiceState } from "../../shared/protocol/state.ts";
import { beats, ms } from "../../shared/time/units.ts";
import { timelineOf } from "../../visuals/desk/position.ts";
import { note, snapshot } from "./snapshot.ts";
import { openStageRoom, type StageRoom } from "./stage-room.ts";
import { controlsOf, ToldControls } from "./told-controls.ts";

/**
 * A server whose band is a state and no music: it does what the desk orders and tells of it as the
 * real one would, so that a test sees what arrives and decides what the desk is shown.
 */
export class DeskHouse {
  state: Snapshot;
  readonly commands: DeskCommand[] = [];
  /** How each of them was ordered. */
  readonly origins: Origin[] = [];
  readonly hits: PlayMessage[] = [];
  /** Set: every command is refused with it. */
  refusal: string | null = null;
  #room: StageRoom | null = null;
  readonly #controls = new ToldControls(() => this.state);
  #nextNote = 1;
  readonly #pages: string;

  /** `pages`: folder of the built pages. */
  constructor(pages: string) {
    this.#pages = pages;
    const playing = snapshot();
    this.state = { ...playing, transport: { ...playing.transport, originMs: monotonicTime.now() } };
  }

  get url(): string {
    return this.#opened.url;
  }

  get room(): StageRoom {
    return this.#opened;
  }

  async open(port = 0): Promise<void> {
    this.#room = await openStageRoom({
      port,
      pages: this.#pages,
      snapshot: () => ({ ...this.state, now: monotonicTime.now(), controls: controlsOf(this.state) }),
      onPlay: (hit) => this.hits.push(hit),
      onDesk: (command, origin) => {
        this.origins.push(origin);
        return this.#do(command);
      },
    });
  }

  /** Ends the server and begins it anew on the same port, with whatever `state` is by then. */
  async restart(whileDown: () => Promise<void>): Promise<void> {
    const { port } = this.#opened;
    await this.#opened.server.dispose();
    await whileDown();
    await this.open(port);
  }

  async close(): Promise<void> {
    await this.#room?.close();
  }

  setVoice(name: string, changes: Partial<VoiceState>): void {
    const voices = this.state.voices.map((voice) => (voice.name === name ? { ...voice, ...changes } : voice));
    this.state = { ...this.state, voices };
    this.#opened.server.tell.voices(voices);
    this.#tellControls();
  }

  setTransport(changes: Partial<Snapshot["transport"]>): void {
    this.state = { ...this.state, transport: { ...this.state.transport, ...changes } };
    this.#opened.server.tell.transport(this.state.transport);
    this.#tellControls();
  }

  setPicture(picture: PictureState, director: DirectorState): void {
    this.state = { ...this.state, picture, director };
    this.#opened.server.tell.picture(picture);
    this.#opened.server.tell.director(director);
    this.#tellControls();
  }

  /** The voice plays a note that is due in `inMs`. */
  playNote(voice: string, inMs: number): void {
    const at = monotonicTime.now() + inMs;
    const beat = timelineOf(this.state.transport).toBeats(ms(at));
    this.#opened.server.tell.note(note(this.#nextNote++, { voice, at: ms(at), beat: beats(beat) }));
  }

  get #opened(): StageRoom {
    if (this.#room === null) throw new Error("the house is not open");
    return this.#room;
  }

  #tellControls(): void {
    this.#opened.server.tell.controls(this.#controls.news());
  }

  #show(picture: PictureState): void {
    this.state = { ...this.state, picture };
    this.#opened.server.tell.picture(picture);
    this.#tellControls();
  }

  #do(command: DeskCommand): DeskReply {
    this.commands.push(command);
    if (this.refusal !== null) return { ok: false, reason: this.refusal };
    const now = monotonicTime.now();
    const line = timelineOf(this.state.transport);
    switch (command.do) {
      case "start":
        this.setTransport({ playing: true, originBeats: 0, originMs: now });
        break;
      case "stop":
        this.setTransport({ playing: false });
        break;
      case "tempo":
        this.setTransport({ tempo: command.bpm, originBeats: line.toBeats(now), originMs: now });
        break;
      case "metre":
        this.setTransport({ numerator: command.numerator, denominator: command.denominator });
        break;
      case "panic":
        this.#opened.server.tell.panic();
        break;
      case "voice": {
        const voice = this.state.voices.find(({ name }) => name === command.voice);
        if (voice === undefined) return { ok: false, reason: `there is no voice "${command.voice}"` };
        const turned = Object.fromEntries(Object.entries(command.set).filter(([, value]) => value !== undefined));
        this.setVoice(command.voice, { settings: { ...voice.settings, ...turned } });
        break;
      }
      case "pass": {
        const { picture } = this.state;
        if (picture === undefined) break;
        const others = Object.entries(picture.passes).filter(([name]) => name !== command.pass);
        const passes = Object.fromEntries(command.dose === null ? others : [...others, [command.pass, command.dose]]);
        this.#show({ ...picture, passes });
        break;
      }
      case "scene-parameter": {
        const { picture } = this.state;
        const { scene, parameter, value } = command;
        if (picture === undefined || scene === undefined) break;
        this.#show({ ...picture, parameters: { [scene]: value === null ? {} : { [parameter]: steadyFade(value) } } });
        break;
      }
      default:
        break;
    }
    return { ok: true };
  }
}
