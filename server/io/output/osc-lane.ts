import { createSocket, type Socket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import type { Connection } from "../../../shared/protocol/state.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { type OscPacket, patchPacket } from "../osc/osc-packet.ts";
import type { Lane } from "./lane.ts";

interface OscLaneOptions {
  readonly host: string;
  readonly port: number;
  /** How long before its moment an event is sent; its time tag has the moment. 0 for bare messages. */
  readonly ahead: Ms;
  readonly now: () => Ms;
  /** Milliseconds since 1970 of a moment on the server's axis. */
  readonly wallClockOf: (at: Ms) => number;
  /** The target can be sent to, for the first time or again. */
  readonly opened: () => void;
  readonly connection: (connection: Connection) => void;
  readonly report: Reporter;
}

/** A host that could not be found is looked up again after this long. */
const RETRY_MS = 5000;
/** A socket that could not send is replaced after this long. */
const RENEW_MS = 1000;
/** A target that refused is taken to listen again after this many packets without a refusal, and this long. */
const PACKETS_TO_TRUST = 3;
const MS_TO_TRUST = 1000;

interface PreparedPacket {
  readonly packet: OscPacket;
  bytes: Buffer;
  view: DataView;
}

/**
 * An OSC target as a lane: keys are addresses, values their one argument. Its socket is connected,
 * so that a packet is handed to the system at once, without looking the address up, and so that a
 * program that does not listen is noticed.
 */
export class OscLane implements Lane {
  readonly #options: OscLaneOptions;
  readonly #packets: (PreparedPacket | undefined)[] = [];
  /** Keys whose receivers are told 0 when it has opened. */
  resting: readonly number[] = [];
  #connection: Connection;
  /** Connected, or null. */
  #socket: Socket | null = null;
  /** Told by the socket how sending went. */
  #sent: (error: Error | null) => void = () => {};
  #connecting = false;
  #retryAt = ms(Number.NEGATIVE_INFINITY);
  #disposed = false;
  #refused = false;
  #lastRefusal = ms(0);
  #packetsSince = 0;

  constructor(options: OscLaneOptions) {
    this.#options = options;
    this.#connection = { kind: "osc-out", name: this.#name, state: "waiting", detail: "" };
  }

  get #name(): string {
    return `${this.#options.host}:${this.#options.port}`;
  }

  get open(): boolean {
    return this.#socket !== null;
  }

  get busy(): boolean {
    return this.#socket !== null && this.#socket.getSendQueueCount() > 0;
  }

  /** Says what is sent for `key`. */
  setPacket(key: number, packet: OscPacket): void {
    this.#packets[key] = prepare(packet, packet.bytes);
  }

  on(key: number, value: number, due: Ms): void {
    this.#send(key, value, due);
  }

  off(key: number, due: Ms): void {
    this.#send(key, 0, due);
  }

  silence(): void {}

  look(now: Ms): void {
    if (this.#socket === null && !this.#connecting && !this.#disposed && now >= this.#retryAt) void this.#connect();
    if (!this.#refused || this.#packetsSince < PACKETS_TO_TRUST || now - this.#lastRefusal < MS_TO_TRUST) return;
    this.#refused = false;
    this.#become("open", "");
    this.#options.opened();
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    const socket = this.#socket;
    this.#socket = null;
    if (socket === null) return;
    await new Promise<void>((resolve) => socket.close(resolve));
  }

  #send(key: number, value: number, due: Ms): void {
    const socket = this.#socket;
    const prepared = this.#packets[key];
    if (socket === null || prepared === undefined) return;
    const { ahead, wallClockOf } = this.#options;
    const wall = prepared.packet.tagAt === null || Number.isNaN(due) ? Number.NaN : wallClockOf(ms(due + ahead));
    patchPacket(prepared.view, prepared.packet, value, wall);
    this.#packetsSince++;
    socket.send(prepared.bytes, this.#sent);
    // The system was busy and the packet waits: its bytes must stay as they are.
    if (socket.getSendQueueCount() > 0) this.#packets[key] = prepare(prepared.packet, prepared.bytes);
  }

  async #connect(): Promise<void> {
    this.#connecting = true;
    try {
      const socket = await connected(this.#options.host, this.#options.port);
      if (this.#disposed) {
        socket.close();
        return;
      }
      socket.on("error", (error) => this.#failed(socket, error));
      this.#sent = (error) => {
        if (error) this.#failed(socket, error);
      };
      this.#socket = socket;
      if (!this.#refused) this.#become("open", "");
      this.#options.opened();
    } catch (error) {
      this.#refused = false;
      this.#retryAt = ms(this.#options.now() + RETRY_MS);
      this.#become("failed", `OSC target ${this.#name} cannot be reached (${reasonOf(error)}); it is tried again.`);
    } finally {
      this.#connecting = false;
    }
  }

  /**
   * A packet was refused. The socket stays if only nobody listens, for the program may be started any
   * moment. Otherwise it is replaced: it is bound to an address of this machine, and fails for ever
   * once that is gone.
   */
  #failed(socket: Socket, error: Error): void {
    if (socket !== this.#socket) return;
    this.#lastRefusal = this.#options.now();
    this.#packetsSince = 0;
    this.#refused = true;
    const refused = "code" in error && error.code === "ECONNREFUSED";
    if (!refused) {
      this.#socket = null;
      this.#retryAt = ms(this.#lastRefusal + RENEW_MS);
      socket.close();
    }
    this.#become(
      "waiting",
      refused
        ? `Nobody listens at OSC target ${this.#name}; start the program there or change the port. Sending goes on.`
        : `Sending to OSC target ${this.#name} fails (${reasonOf(error)}); it is connected anew.`,
    );
  }

  #become(state: Connection["state"], detail: string): void {
    if (this.#connection.state === state && this.#connection.detail === detail) return;
    this.#connection = { kind: "osc-out", name: this.#name, state, detail };
    const text = state === "open" ? `OSC goes to ${this.#name}.` : detail;
    const about = `OSC target ${this.#name}`;
    this.#options.report({ room: "output", level: state === "open" ? "info" : "warning", text, about });
    this.#options.connection(this.#connection);
  }
}

/** Rejects when the host is not known or the system gives no socket. */
const connected = async (host: string, port: number): Promise<Socket> => {
  // "localhost" is often both; the programs we know listen on IPv4.
  const { address, family } = await lookup(host, { verbatim: false });
  const socket = createSocket(family === 6 ? "udp6" : "udp4");
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      socket.bind(0, () => {
        socket.setBroadcast(true);
        // Its types do not say so, but a connection the system refuses (the network is down) is told here too.
        const settle = (error?: Error | null): void => {
          socket.off("error", reject);
          if (error) reject(error);
          else resolve();
        };
        socket.connect(port, address, settle);
      });
    });
    return socket;
  } catch (error) {
    socket.close();
    throw error;
  }
};

const prepare = (packet: OscPacket, from: Uint8Array): PreparedPacket => {
  const bytes = Buffer.from(from);
  return { packet, bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
};
