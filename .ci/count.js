// Counts what the tests' JSON reports in the folder say, and prints `N passed, N failed` as the last line. A test of
// pages, of the system or of an attack that failed is run once more, its file alone, since a noisy machine is slow and not wrong:
// what passes then is printed as flaky. No other test has a second try.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

const [folder, ...reports] = process.argv.slice(2);
const TRIED_AGAIN = { "test/e2e/": "pages", "test/system/": "system", "test/hostile/": "hostile" };

const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const isBad = ({ status, assertionResults }) =>
  status === "failed" || assertionResults.some((test) => test.status === "failed");
const failuresOf = ({ assertionResults }) => assertionResults.filter(({ status }) => status === "failed");

let passed = 0;
let failed = 0;
const again = [];
for (const name of reports) {
  const report = existsSync(join(folder, name)) ? read(join(folder, name)) : { success: false, testResults: [] };
  // What failed without a failed test (types, style, a crash) counts as one.
  if (!report.success && !report.testResults.some(isBad)) failed++;
  for (const result of report.testResults) {
    const file = relative(process.cwd(), result.name);
    const project = Object.entries(TRIED_AGAIN).find(([begin]) => file.startsWith(begin))?.[1];
    if (isBad(result) && project !== undefined) again.push({ file, project, first: failuresOf(result) });
    else {
      passed += result.assertionResults.filter(({ status }) => status === "passed").length;
      // A file that could not even be loaded counts as one.
      failed += isBad(result) ? Math.max(1, failuresOf(result).length) : 0;
    }
  }
}

const flaky = [];
for (const { file, project, first } of again) {
  console.log(`\n${file} failed; it is run once more, alone.`);
  const report = join(folder, `again-${file.replaceAll("/", "-")}.json`);
  spawnSync("npx", ["vitest", "run", "--project", project, file], {
    stdio: "inherit",
    env: { ...process.env, ANTIPHON_TEST_RESULTS: report },
  });
  // A run that did not even end is a failure, and not the report of another.
  const [result = { status: "failed", assertionResults: [] }] = existsSync(report) ? read(report).testResults : [];
  passed += result.assertionResults.filter(({ status }) => status === "passed").length;
  failed += isBad(result) ? Math.max(1, failuresOf(result).length) : 0;
  if (!isBad(result))
    flaky.push(...(first.length === 0 ? [file] : first.map(({ fullName }) => `${file}: ${fullName}`)));
}
for (const name of flaky) console.log(`flaky: ${name}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
