import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { OSC } from "../../server/io/osc/osc.ts";
import { CLIPS_SCENE, HOUSE_SCENES } from "../../server/picture/scenes/house-scenes.ts";
import { COMMANDS, DeskCommand } from "../../shared/controls/controls.ts";
import { DRUMS } from "../../shared/music/drums.ts";
import { FaultMessage, SceneMessage, TrialMessage } from "../../shared/protocol/own-scenes.ts";
import { LimiterMessage, ShowingMessage } from "../../shared/protocol/picture.ts";
import { PlayMessage, TimeMessage } from "../../shared/protocol/play.ts";
import { ThumbnailMessage } from "../../shared/protocol/thumbnail.ts";
import { PROTOCOL_VERSION } from "../../shared/protocol/version.ts";
import { withTables } from "./tables.ts";

// What other programs rely on, written down. A change of the protocol shows here as a change of a
// committed file: `npx vitest run test/protocol -u` accepts it. Whatever goes or changes its meaning
// needs a new PROTOCOL_VERSION; whatever is new needs its lines in PROTOCOL.md.

const root = fileURLToPath(new URL("../..", import.meta.url));
const document = readFileSync(join(root, "shared/protocol/PROTOCOL.md"), "utf8");

/** Types that travel as a whole; what they are made of follows. */
const TRAVELLING = ["ServerToClient", "ClientToServer", "Health"];

/** Every exported type of `shared`, as the compiler understands it and without comments, by name. */
const sharedTypes = (): ReadonlyMap<string, string> => {
  const folder = mkdtempSync(join(tmpdir(), "antiphon-contract-"));
  try {
    execFileSync(process.execPath, [
      join(root, "node_modules/typescript/bin/tsc"),
      ...["-p", join(root, "server/tsconfig.json"), "--incremental", "false", "--tsBuildInfoFile", "null", "--noCheck"],
      ...["--declaration", "--emitDeclarationOnly", "--removeComments", "--outDir", folder],
    ]);
    const files = readdirSync(join(folder, "shared"), { recursive: true, encoding: "utf8" });
    const parts = files
      .filter((file) => file.endsWith(".d.ts"))
      .flatMap((file) => readFileSync(join(folder, "shared", file), "utf8").split(/^(?=export |import |declare )/m));
    return new Map(
      parts.flatMap((part): [string, string][] => {
        const name = /^export (?:interface|type|declare const) (\w+)/.exec(part)?.[1];
        // What is inferred from a schema is among the schemas; of the constants only lists are types.
        const isType =
          !part.includes("z.infer") && (!part.startsWith("export declare") || part.includes(": readonly ["));
        return name === undefined || !isType ? [] : [[name, part.trim()]];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** The travelling types, and whatever they name, and so on. */
const typeContract = (): string => {
  const types = sharedTypes();
  const wanted = [...TRAVELLING];
  for (const name of wanted) {
    for (const [word] of (types.get(name) ?? "").matchAll(/\b[A-Z]\w+\b/g))
      if (types.has(word) && !wanted.includes(word)) wanted.push(word);
  }
  return `${wanted.map((name) => types.get(name)).join("\n\n")}\n`;
};

const osc = Object.entries(OSC).map(([name, address]): [string, string[]] => {
  if (typeof address === "string") return [name, [address]];
  // What takes a voice is called with one; what takes only a drum with each.
  if (name === "play") return [name, DRUMS.map((drum) => OSC.play(drum))];
  if (name === "drum") return [name, DRUMS.map((drum) => OSC.drum("VOICE", drum))];
  return [name, [(address as (voice: string) => string)("VOICE")]];
});

const types = typeContract();

describe("the protocol", () => {
  it("sends what is written down", async () => {
    await expect(types).toMatchFileSnapshot("contract/types.txt");
  });

  it("accepts what is written down", async () => {
    const schemas = Object.entries({
      time: TimeMessage,
      play: PlayMessage,
      limiter: LimiterMessage,
      showing: ShowingMessage,
      scene: SceneMessage,
      fault: FaultMessage,
      trial: TrialMessage,
      thumbnail: ThumbnailMessage,
      desk: DeskCommand,
    });
    const contract = Object.fromEntries(
      schemas.map(([event, schema]) => [event, z.toJSONSchema(schema, { io: "input", unrepresentable: "any" })]),
    );
    await expect(`${JSON.stringify(contract, null, 2)}\n`).toMatchFileSnapshot("contract/incoming.txt");
  });

  it("speaks OSC at the addresses that are written down", async () => {
    const lines = osc.map(([name, addresses]) => `${name}: ${addresses.join(" ")}`);
    await expect(`version ${PROTOCOL_VERSION}\n${lines.join("\n")}\n`).toMatchFileSnapshot("contract/osc.txt");
  });
});

describe("PROTOCOL.md", () => {
  it("says the version that is spoken", () => {
    expect(document).toContain(`Version ${PROTOCOL_VERSION}.`);
  });

  it("has every event", () => {
    const events = [...types.matchAll(/^ {4}(\w+): \(/gm)].map(([, event]) => event);
    expect(events).toContain("welcome");
    expect(events).toContain("desk");
    for (const event of events) expect(document, `event ${event}`).toContain(`\`${event}\``);
  });

  it("has every command of the desk", () => {
    for (const command of Object.keys(COMMANDS)) expect(document, `command ${command}`).toContain(`\`${command}\``);
  });

  it("has the tables that the controls make", () => {
    expect(withTables(document), "run: npm run protocol").toBe(document);
  });

  it("has the numbers of the house's scenes", () => {
    const names = HOUSE_SCENES.map(({ name }) => name).filter((name) => name !== CLIPS_SCENE);
    expect(document).toContain(`numbered from 0: ${[...names, CLIPS_SCENE].join(", ")},`);
  });

  it("has every OSC address", () => {
    for (const [name, [address]] of osc) {
      const shown = address!.replace("VOICE", "<voice>").replace(/\/(kick)$/, "/<drum>");
      expect(document, name).toContain(`\`${shown}`);
    }
  });
});
