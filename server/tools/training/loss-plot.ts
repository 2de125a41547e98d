import { bestOf, type Epoch } from "./run-state.ts";

const WIDTH = 720;
const HEIGHT = 400;
const MARGIN = { left: 56, right: 16, top: 40, bottom: 44 };

/** A picture of a run, as SVG: nats per step, epoch by epoch, learning and validation; `before` is what it began with. */
export const lossPlot = (title: string, history: readonly Epoch[], before: number | null): string => {
  const values = history.flatMap(({ train, validation }) => [train, validation]);
  const low = Math.floor(Math.min(...values) * 10) / 10;
  // The first epoch may be so bad that it would flatten all the others.
  const high = Math.max(low + 0.1, Math.ceil(Math.min(Math.max(...values), low + 1.5) * 10) / 10);
  const last = Math.max(2, history.length);
  const x = (epoch: number): number => MARGIN.left + ((epoch - 1) / (last - 1)) * (WIDTH - MARGIN.left - MARGIN.right);
  const y = (nats: number): number =>
    HEIGHT - MARGIN.bottom - ((Math.min(nats, high) - low) / (high - low)) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const line = (of: (epoch: Epoch) => number): string =>
    history.map((each) => `${x(each.epoch).toFixed(1)},${y(of(each)).toFixed(1)}`).join(" ");
  const ticks = Array.from({ length: 6 }, (_, index) => low + ((high - low) * index) / 5);
  const best = bestOf(history, before);
  const bestIs =
    best === null
      ? `none better than ${before?.toFixed(3)} before`
      : `best ${best.validation.toFixed(3)} in epoch ${best.epoch}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
<text x="${MARGIN.left}" y="22" font-size="14">${escaped(title)}: nats per step, ${bestIs}</text>
${ticks
  .map(
    (nats) =>
      `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y(nats).toFixed(1)}" y2="${y(nats).toFixed(1)}" stroke="#ddd"/>` +
      `<text x="${MARGIN.left - 8}" y="${(y(nats) + 4).toFixed(1)}" text-anchor="end">${nats.toFixed(2)}</text>`,
  )
  .join("\n")}
<polyline points="${line((each) => each.train)}" fill="none" stroke="#8aa" stroke-width="2"/>
<polyline points="${line((each) => each.validation)}" fill="none" stroke="#d50" stroke-width="2"/>
${best === null ? "" : `<circle cx="${x(best.epoch).toFixed(1)}" cy="${y(best.validation).toFixed(1)}" r="4" fill="#d50"/>`}
<text x="${WIDTH - MARGIN.right}" y="${HEIGHT - 12}" text-anchor="end">epoch 1 to ${history.length}</text>
<text x="${MARGIN.left}" y="${HEIGHT - 12}"><tspan fill="#688">learning, with dropout</tspan> <tspan fill="#d50">validation, averaged weights</tspan></text>
</svg>
`;
};

const escaped = (text: string): string => text.replace(/[&<>]/g, (mark) => `&#${mark.charCodeAt(0)};`);
