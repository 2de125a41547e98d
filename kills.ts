import { killRecording } from "/work/wt/takes/test/helpers/killed-recording.ts";
const lacks: number[] = [];
let bad = 0;
for (let seed = 1; seed <= 200; seed++) {
  const k = await killRecording("/tmp/tk/kill", seed);
  lacks.push(k.lacks);
  if (!k.isTrue || k.recovered.lines !== k.lines) { bad++; console.log("BAD", seed, k); }
}
lacks.sort((a, b) => a - b);
console.log("median", lacks[100], "p95", lacks[190], "max", lacks[199], "over100", lacks.filter((l) => l > 100).length, "bad", bad);
