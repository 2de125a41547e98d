import type { Command } from "commander";
import { checkBrowser } from "../doctor/browser.ts";
import type { Check, Finding } from "../doctor/check.ts";
import { checkInference } from "../doctor/inference.ts";
import { checkLink } from "../doctor/link.ts";
import { checkMidi } from "../doctor/midi.ts";
import { checkModels } from "../doctor/models.ts";
import { checkNode } from "../doctor/node.ts";
import { checkOsc } from "../doctor/osc.ts";
import { checkPages } from "../doctor/pages.ts";
import { type Terminal, table } from "./terminal.ts";

const CHECKS: readonly Check[] = [
  checkNode,
  checkInference,
  checkModels,
  checkMidi,
  checkOsc,
  checkLink,
  checkPages,
  checkBrowser,
];

const SIGNS: Readonly<Record<Finding["state"], string>> = { fine: "ok", missing: "--", broken: "NO" };

/** `antiphon doctor`: one line for each thing that plays a part. Exit code 1 if the show cannot go on. */
export const addDoctor = (program: Command, terminal: Terminal): void => {
  program
    .command("doctor")
    .description("look at what this machine has, and say the way out where something is missing")
    .option("--json", "as JSON on standard output")
    .action(async ({ json }: { json?: boolean }) => {
      const findings: Finding[] = [];
      for (const check of CHECKS) findings.push(...(await check()));
      if (json) terminal.print(JSON.stringify({ findings }));
      else
        for (const line of table(findings.map(({ state, subject, text }) => [SIGNS[state], subject, text])))
          terminal.print(line);
      if (findings.some((finding) => finding.state === "broken")) process.exitCode = 1;
    });
};
