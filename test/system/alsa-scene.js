// Runs where a real ALSA sequencer is: the built server with virtual ports, aplaymidi playing a file into it, aseqdump on
// both models, oscdump on a UDP port, and a page's connection. Writes what each of them heard into the folder of its first
// argument. Plain JavaScript: the machine it runs on is slow, and compiling would take longer than playing.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { io } from "socket.io-client";
import { children, folder, start, startServer, until } from "./scene.js";

const [, midiFile, tempo] = process.argv.slice(2);
const HTTP_PORT = 4410;
const OSC_PORT = 4411;

/** ALSA's client:port of the port called `name`, among inputs (-i) or outputs (-o) of aconnect. */
const alsaPort = (direction, name) => {
  let client = "";
  for (const line of execFileSync("aconnect", [direction], { encoding: "utf8" }).split("\n")) {
    client = /^client (\d+):/.exec(line)?.[1] ?? client;
    const port = /^\s+(\d+) '(.*?)\s*'/.exec(line);
    if (port?.[2] === name) return `${client}:${port[1]}`;
  }
  return null;
};

start("oscdump", "oscdump", ["-L", String(OSC_PORT)]);
const { server, address } = await startServer(
  HTTP_PORT,
  ...["--bpm", tempo, "--seed", "1", "--no-demo", "--osc", `127.0.0.1:${OSC_PORT}`],
);

const page = { notes: [], revoked: [], voices: [], welcome: null };
const socket = io(address, { transports: ["websocket"] });
socket.on("welcome", (snapshot) => {
  page.welcome = snapshot;
});
socket.on("notes", (notes) => page.notes.push(...notes));
socket.on("revoke", (ids) => page.revoked.push(...ids));
socket.on("voices", (voices) => {
  page.voices = voices;
});
await until("the welcome", () => page.welcome);

for (const voice of ["model1", "model2"]) {
  const port = await until(`Antiphon ${voice}`, () => alsaPort("-i", `Antiphon ${voice}`));
  start(voice, "stdbuf", ["-oL", "aseqdump", "-p", port]);
}
const input = await until("Antiphon's input", () => alsaPort("-o", "Antiphon"));
// An emulated machine compiles as slowly as it plays: let it settle before it has to be in time.
await sleep(10_000);

// Not synchronously: what the others print must be read meanwhile.
await once(start("aplaymidi", "aplaymidi", ["-p", input, "-d", "0", midiFile]), "exit");
// The answers to the last call, and the answer to those.
await until("rest", async () => {
  await sleep(3000);
  return page.voices.every((voice) => voice.phase === "idle");
});
await new Promise((resolve) => socket.emit("desk", { do: "stop" }, resolve));
await sleep(1000);
page.lateDropped = (await (await fetch(`${address}/health`)).json()).status.lateDropped;
writeFileSync(join(folder, "page.json"), JSON.stringify(page));
socket.close();

server.kill("SIGTERM");
const [code] = await once(server, "exit");
await sleep(500);
for (const child of children) child.kill("SIGINT");
writeFileSync(join(folder, "exit.json"), JSON.stringify({ code }));
process.exit(0);
