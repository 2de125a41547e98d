import { request } from "node:http";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { projectFolder } from "../../server/core/files/project-folder.ts";
import { Random } from "../../shared/chance/random.ts";
import { Besieged } from "../helpers/besieged.ts";
import { besiege } from "../helpers/siege.ts";
import { mutated, oneOf } from "../helpers/strange.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

const PATHS = 600;
const AT_ONCE = 4;
/** Stands in a file beside the show that nobody is to have by any path. */
const SECRET = "for nobody but this machine";
/** What stands in files of the project and of the system that paths are led to. */
const LEAKS = [SECRET, "root:x:0", '"devDependencies"'];

const BEGINNINGS = [
  "/",
  "/media/",
  "/assets/",
  "/scenes/own/1/",
  "/recordings/x/",
  "/stage/",
  "/desk/",
  "/socket.io/",
  "/health/",
];
const UPWARDS = [
  "../",
  "..%2f",
  "%2e%2e/",
  "%2e%2e%2f",
  "..\\",
  "..%5c",
  "....//",
  "%252e%252e%252f",
  "%c0%ae%c0%ae/",
  "./",
  "//",
  "%00",
];
const METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"];

describe("paths that lead elsewhere", () => {
  const folder = temporaryFolder();
  let besieged: Besieged | null = null;
  afterEach(() => besieged?.kill());

  it("give nobody a file that is not theirs, and change nothing for who plays", async () => {
    await folder.write("secret.txt", SECRET);
    besieged = await Besieged.begin(folder.path("show.json"));
    const { port } = besieged;
    const targets = [
      "etc/passwd",
      "secret.txt",
      "package.json",
      folder.path("secret.txt"),
      join(projectFolder, "package.json"),
    ];
    await besiege(besieged, "HTTP paths", async (seed) => {
      const random = new Random(seed, "paths");
      const paths = Array.from({ length: PATHS }, () => strangePath(random, oneOf(random, targets)));
      while (paths.length > 0)
        await Promise.all(
          paths.splice(-AT_ONCE).map(async (path) => {
            const told = await ask(port, oneOf(random, METHODS), path);
            for (const leak of LEAKS) expect(told, path).not.toContain(leak);
          }),
        );
      return PATHS;
    });
    await besieged.end();
  });
});

const strangePath = (random: Random, target: string): string => {
  const up = oneOf(random, UPWARDS).repeat(1 + random.integer(10));
  const path = `${oneOf(random, BEGINNINGS)}${up}${random.next() < 0.5 ? target : encodeURIComponent(target)}`;
  if (random.next() < 0.7) return path;
  return `/${Buffer.from(mutated(random, Buffer.from(path))).toString("latin1")}`;
};

/** Everything that is answered; a path no request can have, or an answer that is none, is nothing. */
const ask = (port: number, method: string, path: string): Promise<string> =>
  new Promise((resolve) => {
    try {
      const asked = request({ port, method, path, host: "127.0.0.1", agent: false, timeout: 20_000 }, (answer) => {
        let told = "";
        answer.setEncoding("latin1").on("data", (data: string) => {
          told += data;
        });
        answer.on("close", () => resolve(told));
      });
      asked.on("error", () => resolve(""));
      asked.on("timeout", () => asked.destroy());
      asked.end();
    } catch {
      resolve("");
    }
  });
