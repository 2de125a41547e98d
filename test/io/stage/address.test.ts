import { describe, expect, it } from "vitest";
import { addressesOf } from "../../../server/io/stage/address.ts";

describe("addresses", () => {
  it("of a server on the loopback are for this machine only", () => {
    for (const host of ["127.0.0.1", "localhost", "::1"]) expect(addressesOf(host, 4400).network).toEqual([]);
    expect(addressesOf("127.0.0.1", 4400).here).toBe("http://127.0.0.1:4400");
    expect(addressesOf("::1", 4400).here).toBe("http://[::1]:4400");
  });

  it("of a server on every interface name the loopback for this machine and no loopback for others", () => {
    const { here, network } = addressesOf("0.0.0.0", 80);
    expect(here).toBe("http://127.0.0.1:80");
    for (const address of network) expect(address).not.toMatch(/\/\/(127\.|0\.0\.0\.0)/);
  });

  it("of a server on one network address are that address", () => {
    expect(addressesOf("192.168.1.5", 4400)).toMatchObject({
      here: "http://192.168.1.5:4400",
      network: ["http://192.168.1.5:4400"],
    });
  });
});
