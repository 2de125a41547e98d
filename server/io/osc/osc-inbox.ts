import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import { Signal } from "../../../shared/events/signal.ts";
import type { Connection } from "../../../shared/protocol/state.ts";
import { ended } from "../../../shared/text/ended.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { OscComplaints } from "./osc-complaints.ts";
import { type OscFault, type OscMessage, readOscPacket } from "./osc-message.ts";

/** A message and when its packet came in, on the server's axis. */
export interface TimedOscMessage extends OscMessage {
  readonly at: Ms;
  /** The address of the machine that sent it, without its port. */
  readonly sender: string;
}

/** There is one such port. */
const ABOUT_PORT = "the port for incoming OSC";

/** How often a port that is taken is tried again. */
const TRY_EVERY = ms(2000);

/**
 * OSC that comes in on one UDP port, for several listeners (hits, the desk's commands). A port that
 * is taken is reported once and tried again; what is no OSC is counted and left out.
 */
export class OscInbox {
  readonly #host: string;
  readonly #time: TimeSource;
  readonly #report: Reporter;
  readonly #messages: Signal<TimedOscMessage>;
  #port: number;
  #connection: Connection;
  #socket: Socket | null = null;
  #unreadable = 0;
  #cancelTry: () => void = () => {};

  /** Where listeners say what is wrong with a message. */
  readonly complaints: OscComplaints;

  /** `port` 0 takes any free one; `port` tells which. */
  constructor(host: string, port: number, time: TimeSource, report: Reporter) {
    this.#host = host;
    this.#port = port;
    this.#time = time;
    this.#report = report;
    this.complaints = new OscComplaints(report);
    this.#messages = new Signal((error) =>
      this.#tell("error", ended(`An OSC message was not taken: ${reasonOf(error)}`)),
    );
    this.#connection = { kind: "osc-in", name: `${host}:${port}`, state: "waiting", detail: "" };
    this.#open();
  }

  get port(): number {
    return this.#port;
  }

  get connection(): Connection {
    return this.#connection;
  }

  /** How many packets, or messages of packets, were no OSC. */
  get unreadable(): number {
    return this.#unreadable;
  }

  /** Told of every message as its packet comes in. Returns the unsubscriber. */
  onMessage(listener: (message: TimedOscMessage) => void): () => void {
    return this.#messages.on(listener);
  }

  /** Closes the port. Calling it twice is harmless. */
  dispose(): void {
    this.#cancelTry();
    this.#socket?.close();
    this.#socket = null;
  }

  #open(): void {
    const socket = createSocket(this.#host.includes(":") ? "udp6" : "udp4");
    this.#socket = socket;
    socket.on("message", (bytes, sender) => this.#receive(bytes, sender));
    socket.on("listening", () => {
      if (socket !== this.#socket) return;
      this.#port = socket.address().port;
      this.#become("open", "");
    });
    socket.on("error", (error) => this.#fail(socket, error));
    socket.bind(this.#port, this.#host);
  }

  #fail(socket: Socket, error: Error): void {
    if (socket !== this.#socket) return;
    socket.close();
    this.#socket = null;
    const wayOut = `end the program that has it, or give another port with --osc-in or as "inputs": { "osc": ... } in the show file`;
    const taken = "code" in error && error.code === "EADDRINUSE";
    const why = taken ? `is taken; ${wayOut}` : `cannot be opened (${reasonOf(error)}); it is tried again`;
    this.#become("failed", `The UDP port ${this.#host}:${this.#port} for incoming OSC ${why}.`);
    this.#cancelTry = this.#time.wake(ms(this.#time.now() + TRY_EVERY), () => this.#open());
  }

  #receive(bytes: Uint8Array, { address: sender, port }: RemoteInfo): void {
    const at = this.#time.now();
    const faults: OscFault[] = [];
    const messages = readOscPacket(bytes, (fault) => faults.push(fault));
    for (const fault of faults) {
      if (fault.kind === "unreadable") this.#unreadable += 1;
      this.complaints.fault(fault, messages.length > 0, `${sender}:${port}`, { at, sender });
    }
    for (const message of messages) this.#messages.emit({ ...message, at, sender });
  }

  #become(state: Connection["state"], detail: string): void {
    const before = this.#connection;
    this.#connection = { kind: "osc-in", name: `${this.#host}:${this.#port}`, state, detail };
    if (detail !== "" && detail !== before.detail) this.#tell("warning", detail, ABOUT_PORT);
    if (state === "open" && before.state === "failed")
      this.#tell("info", `The UDP port ${this.#connection.name} for incoming OSC is open now.`, ABOUT_PORT);
  }

  #tell(level: "info" | "warning" | "error", text: string, about?: string): void {
    this.#report({ room: "inputs", level, text, ...(about === undefined ? {} : { about }) });
  }
}
