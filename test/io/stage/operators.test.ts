import { beforeEach, describe, expect, it } from "vitest";
import { type Caller, Operators } from "../../../server/io/stage/operators.ts";
import { senderOf } from "../../../server/io/stage/wrong-tokens.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

const TOKEN = "the-right-token-of-the-show";

const caller = (remoteAddress: string, headers: Record<string, string> = {}): Caller => ({
  headers: { host: "127.0.0.1:4400", ...headers },
  socket: { remoteAddress },
});
const STRANGER = caller("192.168.1.7", { host: "192.168.1.5:4400" });

describe("operators", () => {
  let time: VirtualTime;
  let operators: Operators;
  beforeEach(() => {
    time = new VirtualTime();
    operators = new Operators(TOKEN, time);
  });

  it.each([
    ["127.0.0.1", {}],
    ["::ffff:127.0.0.1", { host: "localhost:4400" }],
    ["::1", { host: "[::1]:4400" }],
  ])("are those of this machine without a token: %s %o", (address, headers) => {
    expect(operators.objection(caller(address, headers), undefined)).toBeNull();
  });

  it.each([
    ["192.168.1.7", {}],
    ["::ffff:192.168.1.7", { host: "localhost:4400" }],
    ["127.0.0.1", { "x-forwarded-for": "127.0.0.1" }],
    ["127.0.0.1", { forwarded: "for=192.168.1.7" }],
    ["127.0.0.1", { via: "1.1 proxy" }],
    ["127.0.0.1", { "x-real-ip": "127.0.0.1" }],
    ["127.0.0.1", { host: "192.168.1.5:4400" }],
    ["127.0.0.1", { host: "rebound.example:4400" }],
    ["", {}],
  ])("are not those who may be somebody else: %s %o", (address, headers) => {
    expect(operators.objection(caller(address, headers), undefined)).toMatch(/scan the code .+\.$/);
    expect(operators.objection(caller(address, headers), TOKEN)).toBeNull();
  });

  it.each([undefined, null, "", 0, {}, [TOKEN], `${TOKEN} `, TOKEN.toUpperCase(), "x".repeat(1e6), TOKEN.slice(1)])(
    "are not those with another token: %o",
    (token) => {
      expect(operators.objection(STRANGER, token)).toMatch(/\.$/);
      expect(operators.objection(STRANGER, token)).not.toContain(TOKEN);
    },
  );

  it("are nobody from elsewhere where there is no token", () => {
    const here = new Operators(null, time);
    for (const token of [undefined, "", "null"])
      expect(here.objection(STRANGER, token)).toContain("on its own machine only");
  });

  it("are not found by guessing: each wrong token is waited for longer, a minute at most", async () => {
    let tried = 0;
    const waits: number[] = [];
    for (let second = 0; second < 3600; second++) {
      for (let i = 0; i < 50; i++)
        if (!operators.objection(STRANGER, `guess ${second} ${i}`)?.startsWith("Too many")) {
          tried++;
          waits.push(second);
        }
      await time.advance(1000);
    }
    expect(tried).toBeLessThan(75);
    const pauses = waits.slice(1).map((second, i) => second - waits[i]!);
    expect(Math.max(...pauses)).toBe(60);
    // The right one is not looked at either, and says for how long.
    expect(operators.objection(STRANGER, TOKEN)).toMatch(/wait \d+ s/);
    // Somebody else is not made to wait.
    expect(operators.objection(caller("192.168.1.8"), TOKEN)).toBeNull();
    await time.advance(60_000);
    expect(operators.objection(STRANGER, TOKEN)).toBeNull();
  });

  it("may come back with an old link as often as they like, and then with the new one", () => {
    for (let i = 0; i < 1000; i++) expect(operators.objection(STRANGER, "an-old-link")).toContain("any more");
    expect(operators.objection(STRANGER, TOKEN)).toBeNull();
  });
});

describe("a sender", () => {
  it.each([
    ["::ffff:10.0.0.1", "10.0.0.1"],
    ["10.0.0.1", "10.0.0.1"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:db8:1:2::9", "2001:db8:1:2"],
    ["2001:db8::9", "2001:db8:0:0"],
    ["fe80::1%eth0", "fe80:0:0:0"],
    ["::1", "0:0:0:0"],
    ["", ""],
  ])("at %s is known as %s", (address, sender) => {
    expect(senderOf(address)).toBe(sender);
  });
});
