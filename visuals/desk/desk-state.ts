import type { Drum } from "../../shared/music/drums.ts";
import type { DeskCommand } from "../../shared/protocol/desk.ts";
import type { Snapshot } from "../../shared/protocol/state.ts";
import type { ConnectionState } from "../socket/connection.ts";
import type { Orders } from "./orders.ts";
import type { Toast } from "./toasts.ts";

/** Everything the views draw from, read anew for each drawing. */
export interface DeskState {
  readonly connection: ConnectionState;
  /** null before the first welcome. */
  readonly snapshot: Snapshot | null;
  readonly orders: Orders;
  /** The voice that the keys mean: its place in the list. */
  readonly selected: number;
  /** Escape was pressed once: once more is panic. */
  readonly panicArmed: boolean;
  readonly helpOpen: boolean;
  readonly toasts: readonly Toast[];
}

/** What the views can ask for. */
export interface DeskActions {
  readonly order: (command: DeskCommand) => void;
  /** A tap on a quarter note, now. */
  readonly tap: () => void;
  readonly play: (drum: Drum, velocity: number) => void;
  readonly select: (voice: number) => void;
  readonly openHelp: (open: boolean) => void;
  readonly dismiss: (toast: number) => void;
}
