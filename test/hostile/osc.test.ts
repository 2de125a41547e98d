import { createSocket } from "node:dgram";
import { afterEach, describe, it } from "vitest";
import { Random } from "../../shared/chance/random.ts";
import { DRUMS } from "../../shared/music/drums.ts";
import { Besieged } from "../helpers/besieged.ts";
import { type OscArgument, oscBundle, oscMessage, untypedMessage } from "../helpers/osc-bytes.ts";
import { besiege } from "../helpers/siege.ts";
import { mutated, oneOf, strangeBytes } from "../helpers/strange.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

/** Packets that are sent together, and how often: a fader that is moved fast sends less. */
const AT_ONCE = 20;
const TURNS = 150;
const BETWEEN_MS = 20;
/** As UDP takes at most. */
const LARGEST = 60_000;

const FLOATS = [0, 1, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e38, 1e-45, 127];
const SETTABLE = [
  ...[
    "tempo",
    "metre",
    "playing",
    "scene",
    "palette",
    "intensity",
    "blackout",
    "freeze",
    "flash-limiter",
    "director/held",
  ],
  ...[
    "model1/temperature",
    "model1/density",
    "model1/mode",
    "model2/callBars",
    "video/beams",
    "pass/bloom",
    "nobody/x",
  ],
];

describe("packets that are no OSC", () => {
  const folder = temporaryFolder();
  let besieged: Besieged | null = null;
  afterEach(() => besieged?.kill());

  it("change nothing for who plays, and no value becomes none", async () => {
    besieged = await Besieged.begin(folder.path("show.json"));
    const { oscPort } = besieged;
    await besiege(besieged, "OSC packets", async (seed) => {
      const random = new Random(seed, "osc");
      const socket = createSocket("udp4");
      for (let turn = 0; turn < TURNS; turn++) {
        for (let i = 0; i < AT_ONCE; i++) socket.send(strangePacket(random), oscPort, "127.0.0.1");
        await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
      }
      await new Promise<void>((resolve) => socket.close(resolve));
      return AT_ONCE * TURNS;
    });
    await besieged.end();
  });
});

const strangeArgument = (random: Random): OscArgument =>
  oneOf<OscArgument>(random, [
    ["f", oneOf(random, FLOATS)],
    ["d", oneOf(random, FLOATS)],
    ["i", oneOf(random, [0, 1, -1, 2 ** 31 - 1, -(2 ** 31), random.integer(200)])],
    ["h", 2n ** 63n - 1n],
    ["s", oneOf(random, ["", "ink", "along", "\u001b[2J", "__proto__", "x".repeat(random.integer(300))])],
    ["b", strangeBytes(random, 40)],
    ["m", strangeBytes(random, 5)],
    ["T"],
    ["N"],
    ["I"],
    ["["],
    ["]"],
  ]);

const strangeMessage = (random: Random): Uint8Array => {
  const address = oneOf(random, [
    `/antiphon/set/${oneOf(random, SETTABLE)}`,
    `/antiphon/play/${oneOf(random, DRUMS)}`,
    "/antiphon/play/{kick,snare}",
    "/antiphon/*",
    "/",
    "",
    "antiphon",
  ]);
  if (random.next() < 0.1) return untypedMessage(address, [...strangeBytes(random, 12)]);
  return oscMessage(address, ...Array.from({ length: random.integer(4) }, () => strangeArgument(random)));
};

/** A message, a bundle, one in many others, very many in one, some of them mutilated, or bytes. */
const strangePacket = (random: Random): Uint8Array => {
  const kind = random.next();
  const message = strangeMessage(random);
  if (kind < 0.4) return message;
  if (kind < 0.7) return mutated(random, message);
  if (kind < 0.8) return mutated(random, oscBundle(message, oscBundle(strangeMessage(random)), strangeMessage(random)));
  if (kind < 0.99) return strangeBytes(random, 200);
  return kind < 0.995 ? nested() : crowded();
};

/** As many bundles in one another as there is room for: each adds the same twenty bytes before all others. */
const nested = (): Uint8Array => {
  const count = Math.floor(LARGEST / 20);
  const [header] = [oscBundle()];
  const bytes = new Uint8Array(count * 20);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < count; i++) {
    bytes.set(header, i * 20);
    view.setInt32(i * 20 + 16, bytes.length - (i + 1) * 20);
  }
  return bytes;
};

const crowded = (): Uint8Array =>
  oscBundle(...Array.from({ length: 1000 }, () => oscMessage("/antiphon/play/ride", ["f", 0.2])));
