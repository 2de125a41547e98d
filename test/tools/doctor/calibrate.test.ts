import { describe, expect, it } from "vitest";
import { calibrate, type LatencyMeasurement, latencyOf, offsetOf } from "../../../server/tools/doctor/calibrate.ts";
import { Random } from "../../../shared/chance/random.ts";
import { MidiCable } from "../../helpers/midi-cable.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

/** Sends 100 notes through a cable of this delay. */
const measure = async (
  delay: () => number | null,
  names = { input: "In", output: "Out" },
): Promise<LatencyMeasurement> => {
  const time = new VirtualTime(1000);
  const { findInputs, findOutputs } = new MidiCable(time, delay);
  let ended = false;
  const found = calibrate({ ...names, count: 100, findInputs, findOutputs, time, report: () => {} });
  const end = (): void => {
    ended = true;
  };
  found.then(end, end);
  while (!ended) await time.advance(100);
  return found;
};

describe("calibrating a MIDI cable", () => {
  it("finds its delay and spread, and gives half of it to the output", async () => {
    const random = new Random(5);
    const found = await measure(() => 6 + random.next() * 2);
    expect(found.roundTrips).toHaveLength(100);
    const { median, from, to } = latencyOf(found);
    expect(median).toBeGreaterThan(6.6);
    expect(median).toBeLessThan(7.4);
    expect(from).toBeLessThan(6.4);
    expect(to).toBeGreaterThan(7.6);
    expect(offsetOf(found)).toBeCloseTo(-median / 2, 1);
  });

  it("counts what is lost and takes no late note for the next one", async () => {
    let sent = 0;
    // Note-ons and note-offs alternate; a note in ten is lost, another comes back after a second.
    const found = await measure(() => {
      const note = Math.floor(sent++ / 2) % 10;
      return note === 4 ? null : note === 7 ? 700 : 5;
    });
    expect(found.roundTrips).toHaveLength(80);
    expect(new Set(found.roundTrips.map(Math.round))).toEqual(new Set([5]));
  });

  it("says so when nothing comes back, or a port is not there", async () => {
    await expect(measure(() => null)).rejects.toThrow(
      'Nothing comes back at "In" from "Out"; lead a cable from that output to that input',
    );
    await expect(measure(() => 5, { input: "In", output: "Else" })).rejects.toThrow('No MIDI output is called "Else"');
    await expect(measure(() => 5, { input: "Else", output: "Out" })).rejects.toThrow('No MIDI input is called "Else"');
  });

  it("gives a cable without delay no offset", async () => {
    expect(offsetOf({ sent: 3, roundTrips: [0, 0, 0.01] })).toBe(0);
  });
});
