import { describe, expect, it } from "vitest";
import { fixedSize } from "../../../visuals/stage/fixed-size.ts";

describe("a stage of a fixed size", () => {
  it("is as large as the address says", () => {
    expect(fixedSize("1920x1080")).toEqual({ width: 1920, height: 1080, remark: "" });
    expect(fixedSize("1x1")).toEqual({ width: 1, height: 1, remark: "" });
  });

  it("keeps its proportions where it is too large, and says so", () => {
    const size = fixedSize("7680x4320");
    expect(size).toMatchObject({ width: 4096, height: 2304 });
    expect(size?.remark).toContain("4096 × 2304");
  });

  it("is none where nothing, or nothing that can be understood, was asked for", () => {
    for (const asked of [null, "", "large", "1920", "-1x5", "1920x", "1e3x20"]) expect(fixedSize(asked)).toBeNull();
    expect(fixedSize("0x0")).toMatchObject({ width: 1, height: 1 });
  });
});
