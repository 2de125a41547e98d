import { hostname, networkInterfaces } from "node:os";
import { describe, expect, it } from "vitest";
import { refusal } from "../../../server/io/stage/access.ts";
import { ownNames } from "../../../server/io/stage/host-names.ts";

const short = hostname().split(".")[0]!;
const [address = "127.0.0.1"] = Object.values(networkInterfaces())
  .flatMap((entries) => entries ?? [])
  .filter(({ family, internal }) => family === "IPv4" && !internal)
  .map((entry) => entry.address);

describe("access", () => {
  const onLoopback = ownNames("127.0.0.1", ["show.example"]);
  const onNetwork = ownNames("0.0.0.0", ["show.example"]);

  it.each([
    [{ host: "127.0.0.1:4400" }],
    [{ host: "127.8.9.1:4400" }],
    [{ host: "localhost:4400", origin: "http://localhost:4400" }],
    [{ host: "LOCALHOST:4400", origin: "http://localhost:4400" }],
    [{ host: "[::1]:4400", origin: "http://[::1]:4400" }],
    [{ host: "127.0.0.1", origin: "http://127.0.0.1" }],
  ])("lets %o in, whatever the server listens on", (headers) => {
    expect(refusal(headers, onLoopback)).toBeNull();
    expect(refusal(headers, onNetwork)).toBeNull();
  });

  it.each([
    [{ host: `${short}:4400`, origin: `http://${short}:4400` }],
    [{ host: `${short.toUpperCase()}.local:4400` }],
    [{ host: `${address}:4400`, origin: `http://${address}:4400` }],
    [{ host: "show.example:4400", origin: "http://show.example:4400" }],
  ])("lets %o in on the network, being the machine's own or named by the show", (headers) => {
    expect(refusal(headers, onNetwork)).toBeNull();
  });

  it.each([
    "evil",
    "x.lan",
    "x.local",
    "x.localhost",
    "x.home",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "rebound.example.com",
    "0.0.0.0",
    "203.0.113.9",
    "[2001:db8::1]",
  ])("refuses %s, which a venue's DNS may point here, on loopback and network alike", (host) => {
    for (const isOwn of [onLoopback, onNetwork]) {
      expect(refusal({ host: `${host}:4400` }, isOwn)).toContain("is not called");
      expect(refusal({ host: `${host}:4400`, origin: `http://${host}:4400` }, isOwn)).toMatch(/[^.]\.$/);
    }
  });

  it("goes by no name but the loopback's where it listens to nothing else, whatever the show names", () => {
    expect(refusal({ host: "show.example:4400" }, onLoopback)).toContain("show.example");
    if (short !== "localhost") expect(refusal({ host: `${short}:4400` }, onLoopback)).toContain(short);
  });

  it.each([
    [{}],
    [{ host: "" }],
    [{ host: "a host/with a path?" }],
    [{ host: "127.0.0.1:4400", origin: "https://stranger.example" }],
    [{ host: "127.0.0.1:4400", origin: "http://127.0.0.1:3000" }],
    [{ host: "127.0.0.1:4400", origin: "null" }],
    [{ host: "127.0.0.1:4400", origin: "file://" }],
  ])("refuses %o with a reason", (headers) => {
    expect(refusal(headers, onLoopback)).toMatch(/\.$/);
  });
});
