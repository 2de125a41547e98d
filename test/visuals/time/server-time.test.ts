import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Signal } from "../../../shared/events/signal.ts";
import type { Snapshot } from "../../../shared/protocol/state.ts";
import type { ServerConnection } from "../../../visuals/socket/server-connection.ts";
import { ServerTime } from "../../../visuals/time/server-time.ts";
import { snapshot } from "../../helpers/snapshot.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

/** A page, and the server it is connected to, whose time is ahead of the page's. */
const room = () => {
  const time = new VirtualTime(1000);
  const welcomed = new Signal<Snapshot>((error) => expect.fail(String(error)));
  const house = { ahead: 0, answers: true };
  const askTime = async (): Promise<{ received: number; replied: number }> => {
    if (!house.answers) throw new Error("not reached");
    const now = time.now() + house.ahead;
    return { received: now, replied: now };
  };
  const server = new ServerTime(
    { welcomed, state: "open", askTime } as Partial<ServerConnection> as ServerConnection,
    time,
  );
  return { time, welcomed, house, server };
};

describe("the server's time in a page", () => {
  beforeEach(() => {
    vi.stubGlobal("document", { hidden: false, addEventListener: () => {}, removeEventListener: () => {} });
  });
  afterEach(() => vi.unstubAllGlobals());

  it("goes on while the same run is there again", async () => {
    const { time, welcomed, house, server } = room();
    house.ahead = 600_000;
    welcomed.emit(snapshot({ run: 1 }));
    await time.advance(2000);
    expect(server.now()).toBeCloseTo(time.now() + 600_000, 0);
    house.answers = false;
    welcomed.emit(snapshot({ run: 1 }));
    await time.advance(2000);
    expect(server.known).toBe(true);
    expect(server.now()).toBeCloseTo(time.now() + 600_000, 0);
  });

  it("goes on as it was known while the page is hidden, for whoever forgets what is past", async () => {
    const { time, welcomed, house, server } = room();
    house.ahead = 600_000;
    welcomed.emit(snapshot({ run: 1 }));
    await time.advance(2000);
    vi.stubGlobal("document", { ...document, hidden: true });
    welcomed.emit(snapshot({ run: 2 }));
    expect(server.now()).toBeCloseTo(time.now() + 600_000, 0);
  });

  it("is not known of another run until that has answered: it may be on another machine", async () => {
    const { time, welcomed, house, server } = room();
    house.ahead = 600_000;
    welcomed.emit(snapshot({ run: 1 }));
    await time.advance(2000);
    Object.assign(house, { ahead: -500, answers: false });
    welcomed.emit(snapshot({ run: 2 }));
    expect(server.known).toBe(false);
    await time.advance(2000);
    expect(server.known).toBe(false);
    house.answers = true;
    await time.advance(1100);
    expect(server.known).toBe(true);
    expect(server.now()).toBeCloseTo(time.now() - 500, 0);
  });
});
