import { fileURLToPath } from "node:url";
import { StageShow } from "./stage-show.ts";

// For working on the picture: `npm run build:visuals && npx tsx test/helpers/run-stage-show.ts [PORT]`, then
// open the address it prints; or `npx vite visuals` beside it on port 4400, and see every edit at once.
const pages = fileURLToPath(new URL("../../dist/visuals", import.meta.url));
const show = new StageShow({ pages, port: Number(process.argv[2] ?? 4400) });
await show.open();
process.stdout.write(`${show.url}/stage\n`);
