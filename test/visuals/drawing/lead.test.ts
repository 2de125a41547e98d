import { describe, expect, it } from "vitest";
import { Random } from "../../../shared/chance/random.ts";
import { Lead } from "../../../visuals/drawing/lead.ts";
import { HIGH_TOM, LOW_TOM, MID_TOM, SNARE } from "../../../visuals/drawing/traces.ts";

const where = (lead: Lead, seconds: number): readonly [number, number] => {
  lead.move(seconds);
  return [lead.aside, lead.up];
};

describe("where the video's toms lead the look", () => {
  it("is the middle before the first, then to one side, to the other, or up, and there it stays", () => {
    const lead = new Lead(2, 0.5, 0.3);
    expect(where(lead, 1)).toEqual([0, 0]);
    lead.hit(HIGH_TOM, 1);
    expect(where(lead, 3)).toEqual([0.5, 0]);
    lead.hit(SNARE, 3);
    expect(where(lead, 60)).toEqual([0.5, 0]);
    lead.hit(LOW_TOM, 60);
    expect(where(lead, 62)).toEqual([-0.5, 0]);
    lead.hit(MID_TOM, 62);
    expect(where(lead, 64)).toEqual([0, 0.3]);
  });

  it("never jumps, however soon one tom comes after the other", () => {
    const random = new Random(3, "lead");
    const lead = new Lead(2, 0.5, 0.3);
    let seconds = 0;
    for (let n = 0; n < 200; n++) {
      seconds += random.next();
      const before = where(lead, seconds);
      lead.hit(LOW_TOM + random.integer(3), seconds);
      const [aside, up] = where(lead, seconds);
      expect(aside).toBeCloseTo(before[0], 12);
      expect(up).toBeCloseTo(before[1], 12);
    }
  });
});
