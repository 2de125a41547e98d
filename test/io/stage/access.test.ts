import { describe, expect, it } from "vitest";
import { refusal } from "../../../server/io/stage/access.ts";

describe("access", () => {
  it.each([
    [{ host: "127.0.0.1:4400" }],
    [{ host: "localhost:4400", origin: "http://localhost:4400" }],
    [{ host: "[::1]:4400", origin: "http://[::1]:4400" }],
    [{ host: "192.168.1.5:4400", origin: "http://192.168.1.5:4400" }],
    [{ host: "studio:4400", origin: "http://studio:4400" }],
    [{ host: "Studio.local:4400", origin: "http://studio.local:4400" }],
    [{ host: "127.0.0.1", origin: "http://127.0.0.1" }],
  ])("lets %o in", (headers) => {
    expect(refusal(headers)).toBeNull();
  });

  it.each([
    [{}],
    [{ host: "" }],
    [{ host: "a host/with a path?" }],
    [{ host: "rebound.example.com:4400", origin: "http://rebound.example.com:4400" }],
    [{ host: "127.0.0.1:4400", origin: "https://stranger.example" }],
    [{ host: "127.0.0.1:4400", origin: "http://127.0.0.1:3000" }],
    [{ host: "127.0.0.1:4400", origin: "null" }],
    [{ host: "127.0.0.1:4400", origin: "file://" }],
  ])("refuses %o with a reason", (headers) => {
    expect(refusal(headers)).toMatch(/\.$/);
  });
});
