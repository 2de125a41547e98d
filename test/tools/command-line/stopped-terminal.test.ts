import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import QRCode from "qrcode";
import { afterEach, describe, expect, it } from "vitest";
import { openTerminal } from "../../../server/tools/command-line/terminal.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

const folder = temporaryFolder();
const CHATTERBOX = "test/fixtures/terminal/chatterbox.ts";
/** Of util-linux: runs a program on a terminal of its own. */
const hasScript = spawnSync("script", ["--version"]).status === 0;
const STOP = "\u0013";
const GO_ON = "\u0011";

describe("a terminal that nobody reads", () => {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
  });
  const started = (command: string, args: readonly string[]): ChildProcess => {
    const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"] });
    children.push(child);
    return child;
  };
  const diaryOf = (name: string) => {
    const file = folder.path(name);
    const lines = (): string[] => {
      try {
        return readFileSync(file, "utf8").split("\n").slice(0, -1);
      } catch {
        return [];
      }
    };
    return { file, lines, pid: () => Number(lines()[0]) };
  };
  /** It is far behind with its lines, goes on, and what waits is bounded. */
  const goesOn = async (lines: () => string[]): Promise<void> => {
    const waiting = (line = ""): number => Number(/alive, (\d+)/.exec(line)?.[1] ?? 0);
    await expect.poll(() => waiting(lines().at(-1)), { timeout: 20_000 }).toBeGreaterThan(60_000);
    const before = lines().length;
    await expect.poll(() => lines().length, { timeout: 20_000 }).toBeGreaterThan(before + 50);
    expect(Math.max(...lines().map(waiting))).toBeLessThan(70_000);
  };

  it("as a pipe blocks nothing, what is lost is counted, and the end does not wait", async () => {
    const { file, lines, pid } = diaryOf("pipe");
    const child = started(process.execPath, ["--import", "tsx", CHATTERBOX, file]);
    await goesOn(lines);
    child.stderr!.setEncoding("utf8");
    let read = "";
    child.stderr!.on("data", (data: string) => {
      read += data;
    });
    await expect
      .poll(() => read, { timeout: 20_000 })
      .toMatch(/… [\d,]+ lines were not printed: the reader did not read\./);
    child.stderr!.pause();
    await goesOn(lines);
    process.kill(pid(), "SIGTERM");
    await once(child, "exit");
    expect(lines().at(-1)).toBe("ended");
  });

  it.skipIf(!hasScript)(
    "as a terminal stopped by Ctrl-S blocks nothing, goes on by Ctrl-Q, and ends while it stands",
    async () => {
      const { file, lines, pid } = diaryOf("terminal");
      const command = `exec ${process.execPath} --import tsx ${CHATTERBOX} ${file}`;
      const child = started("script", ["-qfec", command, "/dev/null"]);
      let read = "";
      child.stdout!.on("data", (data: Buffer) => {
        read += data;
      });
      await expect.poll(() => read, { timeout: 20_000 }).toContain("begins");
      child.stdin!.write(STOP);
      await goesOn(lines);
      child.stdin!.write(GO_ON);
      await expect
        .poll(() => read, { timeout: 20_000 })
        .toMatch(/… [\d,]+ lines were not printed: the terminal stood still\./);
      child.stdin!.write(STOP);
      await goesOn(lines);
      process.kill(pid(), "SIGTERM");
      await expect.poll(() => lines().at(-1), { timeout: 20_000 }).toBe("ended");
      await expect.poll(() => isThere(pid()), { timeout: 20_000 }).toBe(false);
    },
  );

  it("still gets the whole of a result", async () => {
    const child = started(process.execPath, ["--import", "tsx", CHATTERBOX, "", "wait"]);
    // Much more than a pipe holds is written before anybody reads.
    await new Promise((resolve) => setTimeout(resolve, 500));
    const lines = (await text(child.stdout!)).trimEnd().split("\n");
    expect(lines).toHaveLength(20_000);
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ line: 20_000 });
  });

  it("whose reader has gone away ends a command in silence", async () => {
    const child = started("sh", ["-c", `"$0" --import tsx ${CHATTERBOX} "" wait | head -n 1`, process.execPath]);
    const [errors] = await Promise.all([text(child.stderr!), once(child, "exit")]);
    expect(errors).toBe("");
  });
});

it("a result may have colours, as a QR code has, and nothing else that a terminal obeys", async () => {
  const output = new PassThrough();
  const { print } = openTerminal(output as unknown as NodeJS.WriteStream, process.stderr, new VirtualTime());
  const code = await QRCode.toString("http://192.168.1.7:4400/desk", { type: "terminal", small: true });
  print(code);
  print("show \u001b[2J\u001b[31mred\u001b[0m \u009b1m");
  output.end();
  expect(await text(output)).toBe(`${code}\nshow \\u001b[2J\u001b[31mred\u001b[0m \\u009b1m\n`);
});

const isThere = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
