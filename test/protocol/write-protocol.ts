import { readFileSync, writeFileSync } from "node:fs";
import { withTables } from "./tables.ts";

// `npm run protocol`: writes the tables of PROTOCOL.md anew.

const path = new URL("../../shared/protocol/PROTOCOL.md", import.meta.url);
writeFileSync(path, withTables(readFileSync(path, "utf8")));
