import { drumIndex, isDrum } from "../../../../shared/music/drums.ts";
import { COMMON_TIME, stepsPerBar } from "../../../../shared/time/metre.ts";
import { type Piece, tilesFor } from "./piece.ts";

/** What `FileRecord.found` says of a written pattern. It has no timing of its own, so no feel is learnt from it. */
export const WRITTEN = "written pattern";

/** A hit's mark and its velocity. */
const VELOCITIES: Readonly<Record<string, number>> = { X: 118, x: 92, o: 42 };

const BAR = stepsPerBar(COMMON_TIME);

/**
 * Reads a pattern written as text, in 4/4:
 *
 *     # anything after a hash is a remark
 *     bpm 170
 *     closed_hat x.x.x.x.x.x.x.x. | x.x.x.x.x.x.x.x.
 *     snare      ....X..o.o..X..o | ....X..o.o..X.oo
 *     kick       X.X.......XX.... | X.X.......XX....
 *
 * One line a drum, 16 marks a bar, bars parted by |: X loud, x plain, o ghost, . nothing. A blank line
 * begins the bars that follow. Throws an Error that names the line.
 */
export const readWritten = (text: string, tileLoops: boolean): Piece => {
  let bpm = 120;
  let start = 0;
  let bars = 0;
  const hits: { step: number; drum: number; velocity: number }[] = [];
  const drumsHere = new Set<number>();
  text.split(/\r?\n/).forEach((raw, index) => {
    const fail = (why: string): never => {
      throw new Error(`line ${index + 1}: ${why}`);
    };
    const line = raw.replace(/#.*/, "").trim();
    if (line === "") {
      if (raw.includes("#")) return;
      start += bars * BAR;
      bars = 0;
      drumsHere.clear();
      return;
    }
    const [name = "", ...rest] = line.split(/\s+/);
    if (name === "bpm") {
      bpm = Number(rest[0]);
      if (!(bpm > 0 && bpm < Number.POSITIVE_INFINITY)) fail("bpm wants a number");
      return;
    }
    if (!isDrum(name)) fail(`"${name}" is no drum`);
    const drum = isDrum(name) ? drumIndex(name) : 0;
    if (drumsHere.has(drum)) fail(`${name} is there twice`);
    drumsHere.add(drum);
    const written = rest.join("").split("|");
    if (written.some((bar) => bar.length !== BAR)) fail(`a bar has ${BAR} marks`);
    if (bars > 0 && written.length !== bars) fail(`${written.length} bars where the line above has ${bars}`);
    bars = written.length;
    [...written.join("")].forEach((mark, step) => {
      if (mark === ".") return;
      const velocity = VELOCITIES[mark] ?? fail(`"${mark}" is none of X x o .`);
      hits.push({ step: start + step, drum, velocity });
    });
  });
  const steps = start + bars * BAR;
  if (hits.length === 0) throw new Error("it has no notes");
  hits.sort((a, b) => a.step - b.step || a.drum - b.drum);
  return {
    metre: COMMON_TIME,
    bpm,
    steps,
    tiled: tileLoops ? tilesFor(steps / BAR) : 1,
    hits: hits.flatMap(({ step, drum, velocity }) => [step, drum, velocity, 0]),
  };
};
