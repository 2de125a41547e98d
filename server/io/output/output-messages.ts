import type { Report } from "../../../shared/events/report.ts";
import type { Connection } from "../../../shared/protocol/state.ts";
import type { PortChoice } from "../midi/port.ts";
import type { OscPacket } from "../osc/osc-packet.ts";

/** Memory the main thread and the output worker share; it outlives a worker. */
export interface OutputMemory {
  readonly ring: SharedArrayBuffer;
  readonly sounding: SharedArrayBuffer;
  readonly statistics: SharedArrayBuffer;
}

/** Where a MIDI lane sends. */
export type MidiPortChoice =
  | PortChoice
  /** Nowhere: every message is told to the main thread. */
  | { readonly monitor: string };

/** What the main thread orders; taken before any record written after it. */
export type OutputOrder =
  | {
      readonly do: "midi";
      readonly lane: number;
      readonly port: MidiPortChoice;
      /** 1 to 16: told to be silent after a panic. */
      readonly channels: readonly number[];
      /** How long followers of the lane's clock are given to locate; null for no clock. */
      readonly clockPauseMs: number | null;
    }
  | {
      readonly do: "osc";
      readonly lane: number;
      readonly host: string;
      readonly port: number;
      readonly aheadMs: number;
    }
  | { readonly do: "packet"; readonly lane: number; readonly key: number; readonly packet: OscPacket }
  /** Keys of an OSC lane that are told 0 whenever it opens: a run that was killed may have left them up. */
  | { readonly do: "rest"; readonly lane: number; readonly keys: readonly number[] }
  | { readonly do: "remove"; readonly lane: number }
  /** End everything, close everything, and be gone. */
  | { readonly do: "finish" };

/** What the worker tells. */
export type OutputNews =
  | { readonly tell: "ready" }
  | { readonly tell: "report"; readonly report: Report }
  | { readonly tell: "connection"; readonly lane: number; readonly connection: Connection }
  | { readonly tell: "removed"; readonly lane: number }
  | { readonly tell: "monitored"; readonly lane: number; readonly at: number; readonly bytes: readonly number[] };
