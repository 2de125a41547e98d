import { afterEach, describe, expect, it } from "vitest";
import { monotonicTime } from "../../server/core/time/monotonic.ts";
import { Random } from "../../shared/chance/random.ts";
import { Besieged } from "../helpers/besieged.ts";
import { print, ROUNDS, SEED } from "../helpers/siege.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { expectTurned, turn, untilKept, valuesBy } from "../helpers/turned-by-hand.ts";
import { udpReceiver } from "../helpers/udp-receiver.ts";

const STOOD_STILL_MS = 10_000;
const LISTEN_MS = 3000;
/** Notes come in groups, so that one stretch of time has more of them than another. */
const UNEVEN = 3;

const isHit = /^\/antiphon\/model\d\/any$/;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe("a server that is cut off", () => {
  const folder = temporaryFolder();
  let besieged: Besieged | null = null;
  afterEach(() => besieged?.kill());

  it("by kill -9 comes back with everything that was turned", async () => {
    const times: number[] = [];
    const path = folder.path("crash.json");
    besieged = await Besieged.begin(path);
    for (let round = 0; round < ROUNDS; round++) {
      const values = valuesBy(new Random(SEED + round, "crash"));
      await turn(besieged, values);
      await untilKept(besieged, values);
      await besieged.kill();
      const killed = monotonicTime.now();
      besieged = await Besieged.goOn(path);
      times.push(monotonicTime.now() - killed);
      await expectTurned(besieged, values);
      await besieged.expectWell();
    }
    await besieged.end();
    const words = times.map((time) => Math.round(time)).join(", ");
    print(`${ROUNDS} times kill -9, seeds from ${SEED}; started again and heard after ${words} ms`);
  });

  it("for ten seconds makes up for none of the notes it has missed", async () => {
    const heard = await udpReceiver();
    const osc = [{ port: heard.port }];
    besieged = await Besieged.begin(folder.path("stopped.json"), { osc, inputs: { demo: true }, tempo: 180 });
    const onsets = (): number => heard.received.filter(({ address, value }) => isHit.test(address) && value > 0).length;
    await expect.poll(onsets, { timeout: 60_000 }).toBeGreaterThan(20);
    const usual: number[] = [];
    for (let i = 0; i < 3; i++) {
      const before = onsets();
      await sleep(LISTEN_MS);
      usual.push(onsets() - before);
    }
    process.kill(besieged.program.child.pid!, "SIGSTOP");
    await sleep(STOOD_STILL_MS);
    const before = onsets();
    process.kill(besieged.program.child.pid!, "SIGCONT");
    await sleep(LISTEN_MS);
    const after = onsets() - before;
    print(
      `stood still for ${STOOD_STILL_MS / 1000} s: ${after} notes in the ${LISTEN_MS / 1000} s after it, ${usual.join(", ")} before`,
    );
    expect(after).toBeLessThanOrEqual(UNEVEN * Math.max(...usual));
    // Its connection has ended meanwhile, and begins anew by itself.
    await besieged.witness.ready();
    await besieged.end();
    await heard.close();
  });
});
