import type { Drum } from "../../shared/music/drums.ts";
import type { TransitionName } from "../../shared/picture/transitions.ts";
import type { Snapshot } from "../../shared/protocol/state.ts";
import type { TakeFileName } from "../../shared/protocol/take-files.ts";
import type { ConnectionState } from "../socket/server-connection.ts";
import type { Orders } from "./orders.ts";
import type { Toast } from "./toasts.ts";

/** Everything the views draw from, read anew for each drawing, and what they can ask for. */
export interface DeskState {
  readonly connection: ConnectionState;
  /** null before the first welcome. */
  readonly snapshot: Snapshot | null;
  /** All that can be turned, and ordered of the server. */
  readonly orders: Orders;
  /** The voice that the keys mean: its place in the list. */
  readonly selected: number;
  /** Escape was pressed once: once more is panic. */
  readonly panicArmed: boolean;
  /** Whose memory is lost with a second press: a voice's name, or EVERYBODY; null for nobody's. */
  readonly forgetting: string | null;
  readonly helpOpen: boolean;
  /** How scenes change by touch; null leaves it to the director. */
  readonly transition: TransitionName | null;
  /** The voice whose model is being typed, by name. */
  readonly naming: string | null;
  /** The takes that are being written as files for this page, by name. */
  readonly writing: readonly string[];
  readonly toasts: readonly Toast[];
  readonly page: PageOwn;
}

/** What is the page's own to do. */
export interface PageOwn {
  /** The server's time. */
  readonly now: () => number;
  readonly play: (drum: Drum, velocity: number) => void;
  readonly select: (voice: number) => void;
  readonly chooseTransition: (transition: TransitionName | null) => void;
  /** Opens the field for a model's folder or address, or closes it. */
  readonly nameModel: (voice: string | null) => void;
  readonly openHelp: (open: boolean) => void;
  /** For a second: what is not done by then is not meant. */
  readonly armPanic: (armed: boolean) => void;
  /** Has a take written as a file, and kept by the browser. */
  readonly download: (take: string, kind: TakeFileName) => void;
  /** For some seconds, as above. */
  readonly armForget: (whose: string | null) => void;
  readonly dismiss: (toast: number) => void;
}
