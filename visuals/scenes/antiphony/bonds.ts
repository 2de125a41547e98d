import { Color } from "three/webgpu";
import { Segment, type Segments } from "../../drawing/lines/segments.ts";
import { RIDE } from "../../drawing/traces.ts";
import type { Frame, VoiceTrace } from "../../scene-api/frame.ts";
import type { Body } from "./body.ts";
import type { Eclipse } from "./eclipse.ts";
import { Throw, thrown } from "./throw.ts";

/** Dashes of one bond, and how much of its place each fills. */
const DASHES = 22;
const FILLED = 0.42;
/** Dashes a beat that run from the one who plays to the one who listens. */
const PACE = 2;

/** The chain made visible: a dashed line from every voice to each that listens to it, brighter while it is being heard. */
export class Bonds {
  readonly #way = new Throw();
  readonly #dash = new Segment({ fromWidth: 0.008, toWidth: 0.008 });
  readonly #colour = new Color();

  /** @realtime yes */
  draw(strokes: Segments, frame: Frame, bodies: readonly (Body | null)[], eclipse: Eclipse, seconds: number): void {
    const run = frame.playing ? (frame.beat * PACE) % 1 : (seconds * 0.5) % 1;
    for (let i = 0; i < frame.voices.length; i++) {
      const listener = frame.voices[i];
      if (listener === undefined) continue;
      for (let k = 0; k < listener.listensTo.length; k++) {
        const source: VoiceTrace | undefined = frame.voices[listener.listensTo[k] ?? -1];
        const body = source === undefined ? null : bodies[source.index];
        if (source === undefined || body === null || body === undefined || source === listener) continue;
        body.organ(RIDE, this.#way.from);
        const other = bodies[i];
        if (other === null || other === undefined) eclipse.organ(RIDE, this.#way.to);
        else other.organ(RIDE, this.#way.to);
        const heard = listener.phase === "listening" ? 1 : 0.35;
        const light = (0.05 + 0.5 * Math.min(1, source.energy) * heard) * (0.4 + 0.6 * source.heat);
        this.#colour.copy(frame.palette.voice(source.place)).lerp(frame.palette.of(listener), 0.5);
        this.#way.arch = Math.min(3, 1.2 + 0.2 * this.#way.from.distanceTo(this.#way.to));
        this.#line(strokes, run, light);
      }
    }
  }

  #line(strokes: Segments, run: number, light: number): void {
    for (let n = 0; n < DASHES; n++) {
      const share = (n + run) / DASHES;
      thrown(this.#dash.from, this.#way, share);
      thrown(this.#dash.to, this.#way, Math.min(1, share + FILLED / DASHES));
      const ends = Math.min(1, 6 * share * (1 - share));
      strokes.add(this.#dash, this.#colour, light * ends);
    }
  }
}
