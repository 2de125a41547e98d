import { writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { expect } from "vitest";
import { freePort } from "../../server/tools/bench/loopback.ts";
import { SETTINGS, settingAt } from "../../shared/controls/controls.ts";
import type { Health } from "../../shared/protocol/health.ts";
import type { Snapshot } from "../../shared/protocol/state.ts";
import { AntiphonProcess, connectTo } from "./antiphon-process.ts";
import { Witness } from "./witness.ts";

/** What the program says of a failure that no room has caught. */
const UNFORESEEN = "nobody had foreseen";
/** Whatever a terminal would obey, but for the ends of lines. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for.
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;

/** The real program with a show in a folder of its own, and a witness who plays in it. The caller ends it. */
export class Besieged {
  readonly program: AntiphonProcess;
  readonly port: number;
  readonly oscPort: number;
  readonly folder: string;
  readonly witness: Witness;

  private constructor(program: AntiphonProcess, port: number, oscPort: number, folder: string) {
    this.program = program;
    this.port = port;
    this.oscPort = oscPort;
    this.folder = folder;
    this.witness = new Witness(port);
  }

  /** Starts the show that is written to `path`, and resolves when it plays and the witness hears itself. */
  static async begin(path: string, show: object = {}): Promise<Besieged> {
    await writeFile(path, JSON.stringify({ seed: 1, inputs: { demo: false }, ...show }));
    return Besieged.goOn(path);
  }

  /** Starts the show that is there already. */
  static async goOn(path: string): Promise<Besieged> {
    const [port, oscPort] = [await freePort(), await freePort()];
    const program = new AntiphonProcess(["play", path, "--port", String(port), "--osc-in", String(oscPort)]);
    await program.printed("/desk");
    const besieged = new Besieged(program, port, oscPort, dirname(path));
    await besieged.witness.ready();
    return besieged;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async health(): Promise<Health> {
    for (;;) {
      const answer = await fetch(`${this.url}/health`, { signal: AbortSignal.timeout(30_000) }).catch(() => null);
      if (answer?.ok) return (await answer.json()) as Health;
      // Too many have come from this machine at once.
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }

  /** What the process holds, in MB. */
  async resident(): Promise<number> {
    return (await this.health()).memory.resident;
  }

  /** What a page is told that comes now. */
  async snapshot(): Promise<Snapshot> {
    const socket = connectTo(this.port);
    const snapshot = await new Promise<Snapshot>((resolve) => socket.once("welcome", resolve));
    socket.close();
    return snapshot;
  }

  /** It plays on, every value is one that may be, and what it printed is for people. */
  async expectWell(): Promise<void> {
    await this.witness.ready();
    expect(this.program.child.exitCode).toBeNull();
    expect(this.witness.cutOff).toEqual([]);
    const { controls = {}, transport, upcoming } = await this.snapshot();
    for (const [path, { value }] of Object.entries(controls))
      expect(schemaAt(path)?.safeParse(value).success, `${path} is ${JSON.stringify(value)}`).toBe(true);
    // JSON has null for a number that is none.
    for (const [name, value] of Object.entries(transport)) expect(value, `${name} of the transport`).not.toBeNull();
    for (const { at, beat, velocity } of upcoming) expect([at, beat, velocity]).not.toContain(null);
    const printed = this.program.output + this.program.errors;
    expect(printed).not.toContain(UNFORESEEN);
    expect(printed).not.toMatch(CONTROL);
  }

  /** Ends it in order. */
  async end(): Promise<void> {
    this.witness.close();
    expect(await this.program.stop()).toBe(0);
  }

  /** Ends it, whatever it is at. */
  async kill(): Promise<void> {
    this.witness.close();
    if (this.program.child.exitCode === null) await this.program.stop("SIGKILL");
  }
}

const schemaAt = (path: string) => SETTINGS.find((setting) => setting.path === settingAt(path).setting.path)?.schema;
