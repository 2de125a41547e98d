import { readdirSync } from "node:fs";
import { join } from "node:path";
import { reasonOf } from "../../../shared/events/report.ts";
import { projectFolder } from "../../core/files/project-folder.ts";
import { readCheckpoint } from "../../music/rhythm/checkpoint/read-checkpoint.ts";
import { readFeel } from "../../music/rhythm/checkpoint/read-feel.ts";
import { type Check, type Finding, finding } from "./check.ts";

/** Reads every checkpoint that comes with the project. */
export const checkModels: Check = async () => {
  const folder = join(projectFolder, "models");
  const findings: Finding[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const subject = `model ${entry.name}`;
    try {
      const place = join(folder, entry.name);
      const { shape, mixFault } = await readCheckpoint(place);
      const { complaint } = await readFeel(place);
      for (const fault of [mixFault, complaint]) if (fault !== null) findings.push(finding(subject, "missing", fault));
      findings.push(finding(subject, "fine", `${shape.layers.length} layers of ${shape.layers.join(", ")} cells`));
    } catch (error) {
      findings.push(finding(subject, "broken", reasonOf(error)));
    }
  }
  return findings;
};
