// Runs where a real ALSA sequencer is: another program sends MIDI clock into the kernel's raw MIDI device, the built server
// follows it and sends clock of its own to aseqdump. Writes what the page and aseqdump heard into the folder of its first
// argument. Plain JavaScript, and a slow tempo, for the machine is emulated.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { io } from "socket.io-client";
import { children, folder, start, startServer, until } from "./scene.js";

const [, tempo] = process.argv.slice(2);
const HTTP_PORT = 4420;
/** The sequencer's side of the raw device the master writes to. */
const PORT = "VirMIDI 0-0";

/** A master in another language: 12 beats, Start, 8 beats, Stop, 4 beats, Song Position 32, Continue, 8 beats, Stop. */
const MASTER = `
  use Time::HiRes qw(time sleep);
  open(my $out, '>:raw', $ARGV[0]) or die "$ARGV[0]: $!"; select($out); $| = 1;
  my ($due, $tick) = (time + 1, 60 / $ARGV[1] / 24);
  sub ticks { for (1..$_[0]) { my $wait = $due - time; sleep($wait) if $wait > 0; print $out "\\xf8"; $due += $tick; } }
  ticks(288); print $out "\\xfa"; ticks(192); print $out "\\xfc"; ticks(96);
  print $out "\\xf2\\x20\\x00"; print $out "\\xfb"; ticks(192); print $out "\\xfc"; sleep(1);
`;

/** ALSA's client:port of the port that others can read from. */
const alsaPort = (name) => {
  let client = "";
  for (const line of execFileSync("aconnect", ["-i"], { encoding: "utf8" }).split("\n")) {
    client = /^client (\d+):/.exec(line)?.[1] ?? client;
    const port = /^\s+(\d+) '(.*?)\s*'/.exec(line);
    if (port?.[2].startsWith(name)) return `${client}:${port[1]}`;
  }
  return null;
};

const [device] = readdirSync("/dev/snd")
  .filter((name) => name.startsWith("midiC"))
  .sort();
if (device === undefined) throw new Error("there is no raw MIDI device");

const show = join(folder, "show.json");
writeFileSync(
  show,
  JSON.stringify({
    clock: { source: `midi:${PORT}` },
    inputs: { midi: [PORT], virtual: false, demo: false, osc: null },
    clockOut: [{ port: "virtual:Antiphon clock" }],
  }),
);
const { server, address } = await startServer(HTTP_PORT, show);

const transports = [];
const socket = io(address, { transports: ["websocket"] });
socket.on("welcome", (snapshot) => transports.push(snapshot.transport));
socket.on("transport", (transport) => transports.push(transport));
await until("the welcome", () => transports.length > 0);
const clockPort = await until("Antiphon clock", () => alsaPort("Antiphon clock"));
// It plays at once: here the master says when.
await new Promise((resolve) => socket.emit("desk", { do: "stop" }, resolve));
start("clock", "stdbuf", ["-oL", "aseqdump", "-p", clockPort]);
// An emulated machine compiles as slowly as it plays: let it settle before it has to be in time.
await sleep(10_000);

transports.length = 0;
await once(start("master", "perl", ["-e", MASTER, join("/dev/snd", device), tempo]), "exit");
await sleep(2000);
writeFileSync(join(folder, "transports.json"), JSON.stringify(transports));
socket.close();
server.kill("SIGTERM");
await once(server, "exit");
for (const child of children) child.kill("SIGINT");
process.exit(0);
