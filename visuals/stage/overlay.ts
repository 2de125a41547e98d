import type { ConnectionState } from "../socket/server-connection.ts";

/** What the operator may want to know of a stage. */
interface Vitals {
  readonly fps: number;
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  /** The server's time is known to this many milliseconds. */
  readonly clockErrorMs: number;
  readonly connection: ConnectionState;
  readonly onsetP95Ms: number;
  readonly losses: number;
  readonly scene: string;
  /** How far the clips are, 0 to 1; null when there are none. */
  readonly clips: number | null;
  readonly newestReport: string;
}

const CONNECTIONS: Readonly<Record<ConnectionState, string>> = {
  connecting: "looking for the server",
  open: "connected",
  lost: "reconnecting",
};

/** A few lines in a corner, for the operator; not there unless asked for. */
export class Overlay {
  readonly #element = document.createElement("pre");

  constructor() {
    this.#element.className = "overlay";
    this.#element.hidden = true;
    document.body.append(this.#element);
  }

  get shown(): boolean {
    return !this.#element.hidden;
  }

  toggle(): void {
    this.#element.hidden = !this.#element.hidden;
  }

  show(vitals: Vitals): void {
    if (!this.shown) return;
    const clock = Number.isFinite(vitals.clockErrorMs) ? `±${vitals.clockErrorMs.toFixed(1)} ms` : "not yet known";
    this.#element.textContent = [
      `${vitals.fps.toFixed(0)} fps · ${vitals.width} × ${vitals.height} (${Math.round(vitals.scale * 100)} %)`,
      `clock ${clock} · onsets ${vitals.onsetP95Ms.toFixed(1)} ms p95`,
      `${CONNECTIONS[vitals.connection]} · ${vitals.scene}${vitals.losses > 0 ? ` · graphics lost ${vitals.losses} times` : ""}`,
      ...(vitals.clips === null ? [] : [`clips ${Math.round(vitals.clips * 100)} % ready`]),
      ...(vitals.newestReport === "" ? [] : [vitals.newestReport]),
    ].join("\n");
  }
}
