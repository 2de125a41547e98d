import type { Status } from "./state.ts";

/** Where the pages can be opened. */
export interface Addresses {
  readonly host: string;
  readonly port: number;
  /** On this machine: `http://127.0.0.1:4400`. */
  readonly here: string;
  /** From other machines of the network; empty when the server listens to this machine only. */
  readonly network: readonly string[];
}

/** What `/health` answers as JSON: for watchers, scripts and the first page. */
export interface Health {
  readonly ok: true;
  readonly name: "antiphon";
  readonly protocol: number;
  readonly show: string;
  readonly playing: boolean;
  readonly tempo: number;
  readonly voices: readonly string[];
  /** Pages that are connected now. */
  readonly stages: number;
  readonly desks: number;
  readonly addresses: Addresses;
  /** What the process holds, in MB. */
  readonly memory: { readonly resident: number; readonly heap: number };
  readonly status: Status;
}
