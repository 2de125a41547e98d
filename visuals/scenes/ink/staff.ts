import type { Color } from "three/webgpu";
import { TURN } from "../../../shared/math/numbers.ts";
import type { Frame } from "../../scene-api/frame.ts";
import type { Mark } from "./marks.ts";
import { alongLine, type Layout, MARGIN, middleOf, rowOf } from "./page.ts";
import type { Inks } from "./write.ts";

/** Of the nib's outline, whose waves are multiples of a tenth. */
const ROUND = 10 * TURN;

/**
 * Rules the line that is being written: the rows' base lines as far as they are written, the pen that
 * runs along them, and its beats. `inkOf` are the voices' inks by their places in the frame. @realtime yes
 */
export const ruleStaff = (
  inks: Inks,
  m: Mark,
  layout: Layout,
  frame: Frame,
  inkOf: readonly Color[],
  rule: Color,
): void => {
  const pen = alongLine(layout, frame.beat);
  const top = middleOf(layout, frame.beat, frame.beat);
  m.angle = 0;
  m.bow = 0;
  m.rough = 0;
  m.dry = 0;
  m.grain = 0;
  for (const voice of frame.voices) {
    const ink = inkOf[voice.index];
    if (!voice.sounds || ink === undefined) continue;
    const y = top + rowOf(layout, voice.place);
    const reached = (pen + MARGIN) / 2;
    m.x = -MARGIN + reached;
    m.y = y - layout.spacing * 0.46;
    m.length = Math.max(0.002, reached);
    m.breadth = 0.003 + 0.007 * Math.min(1.3, voice.energy);
    inks.strokes.add(m, ink, 0.85);
    // The nib: large while its voice plays.
    m.x = pen;
    m.y = y;
    m.length = layout.spacing * (0.035 + 0.05 * Math.min(1.4, voice.energy));
    m.rough = 0.25;
    m.grain = ((frame.at / 1000) * 0.7) % ROUND;
    inks.blots.add(m, ink, 1);
    m.rough = 0;
  }
  m.x = pen;
  m.y = top;
  m.angle = Math.PI / 2;
  m.length = layout.lineHeight * 0.52;
  m.breadth = 0.0022;
  inks.strokes.add(m, rule, 0.5);
  const { barBeats, lineBeats } = layout;
  for (let beat = 0; beat <= lineBeats; beat++) {
    m.x = alongLine(layout, 0) + ((MARGIN * 2) / lineBeats) * beat;
    m.y = top + layout.lineHeight * 0.5;
    m.length = beat % barBeats === 0 ? 0.035 : 0.014;
    m.breadth = 0.0025;
    inks.strokes.add(m, rule, beat % barBeats === 0 ? 0.7 : 0.4);
  }
};
