import type { OscPacket } from "../../server/io/osc/osc-packet.ts";
import type { ClockChange } from "../../server/io/output/clock-out.ts";
import type { OutputOrder } from "../../server/io/output/output-messages.ts";
import type { LaneListener, LaneOrder, OutputLanes } from "../../server/io/output/output-thread.ts";
import type { Connection } from "../../shared/protocol/state.ts";

export interface Pulse {
  readonly key: number;
  readonly flags: number;
  readonly at: number;
  readonly until: number;
  readonly value: number;
  readonly id: number;
}

/** Stands where the output thread does, for one sink, and writes down what it is told. */
export class FakeLanes implements OutputLanes {
  readonly pulses: Pulse[] = [];
  readonly calls: string[] = [];
  readonly packets = new Map<number, OscPacket>();
  readonly clocks: (ClockChange | null)[] = [];
  lane: LaneOrder | null = null;
  #listener: LaneListener | null = null;

  addLane(order: LaneOrder, listener: LaneListener): number {
    this.lane = order;
    this.#listener = listener;
    return 7;
  }
  connect(name: string, state: Connection["state"]): void {
    this.#listener?.connection({ kind: "midi-out", name, state, detail: "" });
  }
  order(order: OutputOrder): void {
    if (order.do === "packet") this.packets.set(order.key, order.packet);
  }
  pulse(_lane: number, key: number, flags: number, at: number, until: number, value: number, id: number): void {
    this.pulses.push({ key, flags, at, until, value, id });
  }
  revoke(_lane: number, id: number): void {
    this.calls.push(`revoke ${id}`);
  }
  revokeGrid(): void {
    this.calls.push("revoke grid");
  }
  end(_lane: number, at: number): void {
    this.calls.push(`end ${at}`);
  }
  panic(): void {
    this.calls.push("panic");
  }
  clock(_lane: number, change: ClockChange): void {
    this.clocks.push(change);
  }
  silenceClock(): void {
    this.clocks.push(null);
  }
  async removeLane(): Promise<void> {
    this.calls.push("remove");
  }
}
