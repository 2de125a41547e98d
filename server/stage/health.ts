import type { Status } from "../../shared/protocol/state.ts";
import type { Addresses } from "./address.ts";

/** What `/health` answers: for watchers, scripts and the first page. */
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
  readonly status: Status;
}
