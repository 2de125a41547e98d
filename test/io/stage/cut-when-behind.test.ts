import { EventEmitter } from "node:events";
import { beforeEach, describe, expect, it } from "vitest";
import { cutWhenBehind } from "../../../server/io/stage/cut-when-behind.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

/** A double of an Engine.IO connection whose system takes everything at once. */
class Connection extends EventEmitter {
  cut = 0;
  readonly pings: Buffer[] = [];
  readonly request = { socket: { destroyed: false, destroy: () => this.cut++ } };
  readonly transport = { socket: Object.assign(new EventEmitter(), { ping: (ping: Buffer) => this.pings.push(ping) }) };

  tell(bytes: number): void {
    this.emit("packetCreate", { data: "x".repeat(bytes) });
    this.emit("flush");
  }

  echo(ping: Buffer): void {
    this.transport.socket.emit("pong", ping);
  }
}

describe("a connection that may be behind", () => {
  let time: VirtualTime;
  let connection: Connection;
  let told: number;
  beforeEach(() => {
    time = new VirtualTime();
    connection = new Connection();
    told = 0;
    cutWhenBehind({ conn: connection as never }, time, () => told++);
  });

  it("is left alone for hours as long as it reads", async () => {
    for (let second = 0; second < 7200; second++) {
      connection.tell(60_000);
      for (const ping of connection.pings.splice(0)) connection.echo(ping);
      await time.advance(1000);
    }
    expect(connection.cut).toBe(0);
  });

  it("is cut when it has not read for a quarter of a minute, however little it is told", async () => {
    for (let second = 0; second < 60 && connection.cut === 0; second++) {
      connection.tell(20_000);
      // It cannot know what it has not read.
      connection.echo(Buffer.alloc(8));
      await time.advance(1000);
    }
    expect(connection.cut).toBe(1);
    expect(told).toBe(1);
    expect(time.now()).toBeLessThan(25_000);
  });

  it("is cut at once when it is megabytes behind, but not for one large welcome", () => {
    connection.tell(3_000_000);
    expect(connection.cut).toBe(0);
    connection.tell(1);
    expect(connection.cut).toBe(1);
  });
});
