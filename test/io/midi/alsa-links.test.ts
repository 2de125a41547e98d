import { describe, expect, it } from "vitest";
import { linksIn } from "../../../server/io/midi/alsa-links.ts";

/** As the kernel writes it. */
const CLIENTS = `Client info
  cur  clients : 8
  peak clients : 8
  max  clients : 192

Client   0 : "System" [Kernel Legacy]
  Port   0 : "Timer" (Rwe-)
  Port   1 : "Announce" (R-e-)
    Connecting To: 15:0
Client  14 : "Midi Through" [Kernel Legacy]
  Port   0 : "Midi Through Port-0" (RWe-)
Client 128 : "RtMidi Output Client" [User Legacy]
  Port   0 : "Pad" (R-e-)
    Connecting To: 129:0, 131:2[real:0], 132:0[ex]
    Connected From: 140:1
  Port   1 : "Pad 1:0 :" (R-e-)
  Output pool :
    Pool size          : 500
Client 129 : "RtMidi Input Client" [User Legacy]
  Port   0 : "RtMidi Input" (-We-)
    Connected From: 128:0
`;

describe("linksIn", () => {
  it("finds everybody a port is connected with, in both directions", () => {
    expect(linksIn(CLIENTS, 128, 0)).toEqual(["129:0", "131:2", "132:0", "140:1"]);
    expect(linksIn(CLIENTS, 129, 0)).toEqual(["128:0"]);
  });

  it("finds nobody for a port without connections and for none", () => {
    expect(linksIn(CLIENTS, 128, 1)).toEqual([]);
    expect(linksIn(CLIENTS, 14, 0)).toEqual([]);
    expect(linksIn(CLIENTS, 99, 0)).toEqual([]);
    expect(linksIn("", 14, 0)).toEqual([]);
  });
});
