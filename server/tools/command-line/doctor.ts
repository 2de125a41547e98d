import type { Command } from "commander";
import { monotonicTime } from "../../core/time/monotonic.ts";
import { findRtMidi } from "../../io/midi/rtmidi.ts";
import { checkBrowser } from "../doctor/browser.ts";
import { calibrate, latencyOf, offsetOf } from "../doctor/calibrate.ts";
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
    .option("--calibrate <ports...>", "IN OUT: measure a MIDI cable from the output OUT to the input IN")
    .action(async (options: { json?: boolean; calibrate?: readonly string[] }, command: Command) => {
      const { json, calibrate: ports } = options;
      if (ports !== undefined) {
        const [input, output] = ports;
        if (input === undefined || output === undefined || ports.length !== 2 || ports.some(isEmpty))
          command.error(
            `error: --calibrate takes two names, of a MIDI input and of a MIDI output: "antiphon ports" lists them.`,
          );
        await measureCable(input, output, json === true, terminal);
        return;
      }
      const findings: Finding[] = [];
      for (const check of CHECKS) findings.push(...(await check()));
      if (json) terminal.print(JSON.stringify({ findings }));
      else
        for (const line of table(findings.map(({ state, subject, text }) => [SIGNS[state], subject, text])))
          terminal.print(line);
      if (findings.some((finding) => finding.state === "broken")) process.exitCode = 1;
    });
};

const isEmpty = (name: string): boolean => name.trim() === "";

/** Notes sent through the cable. */
const NOTES = 100;

const measureCable = async (input: string, output: string, json: boolean, terminal: Terminal): Promise<void> => {
  const found = await calibrate({
    input,
    output,
    count: NOTES,
    findInputs: findRtMidi,
    findOutputs: findRtMidi,
    time: monotonicTime,
    report: terminal.report,
  });
  const { median, from, to } = latencyOf(found);
  const offsetMs = offsetOf(found);
  const lost = found.sent - found.roundTrips.length;
  if (json) {
    terminal.print(JSON.stringify({ input, output, sent: found.sent, lost, median, from, to, offsetMs }));
    return;
  }
  terminal.print(
    `From "${output}" to "${input}" and back: ${median.toFixed(2)} ms, nine in ten between ${from.toFixed(2)} and ${to.toFixed(2)} ms.`,
  );
  if (lost > 0) terminal.print(`${lost} of ${found.sent} notes did not come back.`);
  terminal.print(`Half of it is the way out: in the show, give this output "offsetMs": ${offsetMs}.`);
};
