/**
 * Who may import whom. A room is a folder, or a file, with all that lies in it and in no nearer room of
 * the table; it may import itself, `shared`, and what stands beside it: rooms, the packages of npm by
 * their names, `node` (whatever Node brings), `computed` (an address known only when it runs) and
 * `process.exit`. Types count as imports. What is not in the table is refused, and so is an entry that
 * nobody uses any more.
 */
export const IMPORT_TABLE: Readonly<Record<string, string>> = {
  // What both sides use: pure TypeScript, no Node, no page.
  shared: "zod",

  // Only here the program ends; everybody else tells what went wrong.
  "server/main.ts": "server/tools/command-line server/core/files server/core/time commander node process.exit",
  // Puts the rooms together, and is known to nobody but the command line and the bench.
  "server/app":
    "server/core/* server/io/* server/music/* server/picture/* server/takes server/takes/export server/takes/films server/takes/replay zod node",

  // What all others rest on.
  "server/core/check": "zod",
  "server/core/files": "jsonc-parser node",
  "server/core/midi-file": "",
  "server/core/music": "zod",
  "server/core/show": "server/core/check server/core/files server/core/music zod node",
  "server/core/threads": "node tsx",
  "server/core/time": "",

  // What comes in and what goes out. The bytes of MIDI and OSC are read and written in two rooms for all others.
  "server/io/midi": "@julusian/midi node",
  "server/io/osc": "server/core/check server/core/show osc-js node",
  "server/io/inputs": "server/core/files server/core/midi-file server/core/music server/io/midi server/io/osc node",
  "server/io/output": "server/core/music server/core/threads server/core/time server/io/midi server/io/osc node",
  "server/io/stage": "server/core/check server/core/music @hono/node-server hono qrcode socket.io zod node",

  "server/music/band": "server/core/music server/core/time",
  // Clocks come over MIDI ports as well.
  "server/music/clock":
    "server/core/music server/core/show server/core/threads server/core/time server/io/midi abletonlink node",
  // One of its backends is optional, and looked up by its name.
  "server/music/rhythm":
    "server/core/files server/core/music server/core/threads server/core/time @tensorflow/tfjs-backend-cpu @tensorflow/tfjs-backend-wasm @tensorflow/tfjs-core zod node computed",

  // What can be ordered of all of them.
  "server/picture/commands.ts": "server/picture/*",
  "server/picture/board": "server/core/check server/core/files zod",
  "server/picture/director": "server/core/show server/core/time",
  // Clips are shown by a scene of the house.
  "server/picture/media": "server/core/check server/core/files server/picture/scenes zod node",
  "server/picture/projectors": "server/core/check server/core/files zod",
  "server/picture/recordings": "server/core/files server/core/threads mediabunny node",
  "server/picture/scenes":
    "server/core/check server/core/files server/core/show server/core/threads server/core/time vite zod node",

  // The log of a run, and takes.
  "server/takes": "server/core/check server/core/files server/core/show server/core/threads server/core/time zod node",
  // Films of takes are made by the program itself, in a process of its own.
  "server/takes/films": "server/main.ts server/core/files server/core/threads server/takes node",
  // A take as music, which other programs open, and music as a take.
  "server/takes/export":
    "server/core/files server/core/midi-file server/core/music server/core/show server/core/threads server/takes @magenta/music fflate node",
  "server/takes/replay": "server/core/threads server/takes node",
  "server/takes/import": "server/core/files server/core/midi-file server/takes node",

  // Tools import what they measure and make; nobody but the program's beginning imports them.
  "server/tools/command-line":
    "server/app server/core/* server/io/midi server/io/osc server/music/rhythm server/picture/scenes server/takes server/takes/* server/tools/* commander open qrcode node",
  "server/tools/bench":
    "server/app server/core/* server/io/* server/music/* server/picture/scenes server/takes server/takes/films server/takes/import server/takes/replay server/tools/browser server/tools/film server/tools/training @magenta/music @tensorflow/tfjs @tensorflow/tfjs-backend-wasm @tensorflow/tfjs-core osc-js playwright-core socket.io socket.io-client node",
  "server/tools/browser": "node",
  "server/tools/doctor":
    "server/core/files server/core/show server/io/midi server/music/rhythm server/tools/browser abletonlink node",
  // Films are told by the planner that told the stages, and made with the show's own clips and scenes.
  "server/tools/film":
    "server/core/* server/io/output server/picture/media server/picture/scenes server/takes server/tools/browser @hono/node-server hono mediabunny node",
  "server/tools/training":
    "server/core/files server/core/midi-file server/core/music server/music/band server/music/rhythm server/takes server/takes/export @tensorflow/tfjs-backend-wasm @tensorflow/tfjs-core csv-parse snappyjs zod node",

  // What a scene is and sees, and those there are.
  "visuals/scene-api": "visuals/clips visuals/drawing visuals/isf visuals/scenes visuals/time/turn.ts three computed",
  // What scenes are made with: it knows what a scene sees, and no scene.
  "visuals/drawing": "visuals/scene-api three",
  "visuals/scenes":
    "visuals/clips visuals/drawing visuals/passes visuals/scene-api visuals/time/turn.ts three @fontsource/inter-tight",
  "visuals/clips": "three",
  "visuals/isf": "visuals/drawing visuals/passes visuals/scene-api visuals/time/turn.ts three",
  "visuals/passes": "visuals/drawing visuals/scene-api three",
  "visuals/transitions": "visuals/passes three",
  "visuals/mapping": "visuals/passes three",
  "visuals/safety": "visuals/drawing visuals/passes three",
  "visuals/socket": "socket.io-client",
  // Also scenes may let the page have its turn; none may know what time it is.
  "visuals/time/turn.ts": "",
  "visuals/time": "visuals/socket",
  "visuals/sound": "visuals/time tone",
  "visuals/recording": "visuals/socket visuals/stage",
  // The pages. The desk shows what scenes say of themselves, and never loads three.
  "visuals/home": "visuals/socket lit-html",
  "visuals/desk": "visuals/mapping visuals/scenes visuals/socket visuals/time lit-html",
  // A take's own page looks as the desk does.
  "visuals/take": "visuals/desk visuals/socket visuals/time lit-html",
  "visuals/stage":
    "visuals/clips visuals/drawing visuals/mapping visuals/passes visuals/recording visuals/safety visuals/scene-api visuals/socket visuals/sound visuals/time visuals/time/turn.ts visuals/transitions three",
  // A page that nobody sees: a take drawn frame by frame.
  "visuals/film":
    "visuals/clips visuals/mapping visuals/sound visuals/stage visuals/time visuals/time/turn.ts mediabunny",
  // How the pages are built.
  "visuals/import-map.ts": "vite",
  "visuals/plain-controls.ts": "vite",
  "visuals/vite.config.ts": "visuals/import-map.ts visuals/plain-controls.ts vite",
};
