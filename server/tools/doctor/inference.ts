import { type BackendName, isBackend, tryBackends } from "../../music/rhythm/network/backends.ts";
import { type Check, finding } from "./check.ts";

const WAYS_OUT: Readonly<Record<BackendName, string>> = {
  wasm: `run "npm ci" again`,
  tensorflow: `optional; "npm install" fetches it where there is a build for this system`,
  cpu: `run "npm ci" again`,
};

/** A 16th at 240 bpm: three voices must fit in well under it. */
const SHORTEST_STEP_MS = 62.5;

export const checkInference: Check = async () => {
  const trials = await tryBackends(["wasm", "tensorflow", "cpu"]);
  const findings = trials.map((trial) => {
    const subject = `inference on ${trial.name}`;
    if (!isBackend(trial)) return finding(subject, "missing", `${trial.reason}; ${WAYS_OUT[trial.name]}`);
    const share = (3 * trial.stepMs) / SHORTEST_STEP_MS;
    const text = `one step of 2 x 128 cells takes ${trial.stepMs.toFixed(2)} ms; three voices at 240 bpm use ${Math.round(share * 100)} % of a core`;
    return finding(subject, "fine", text);
  });
  if (trials.some(isBackend)) return findings;
  return findings.map(({ subject, text }) => finding(subject, "broken", text));
};
