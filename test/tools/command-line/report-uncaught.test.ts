import { EventEmitter } from "node:events";
import { expect, it } from "vitest";
import { reportUncaught } from "../../../server/tools/command-line/report-uncaught.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

it("a failure that no room has caught is told with its place, once in a while, and ends nothing", async () => {
  const program = new EventEmitter();
  const time = new VirtualTime();
  const told: string[] = [];
  const end = reportUncaught(({ text }) => told.push(text), time, program);

  const broken = new Error("the timer threw");
  for (let i = 0; i < 100; i++) program.emit("uncaughtException", broken);
  program.emit("unhandledRejection", "no error at all");
  expect(told).toHaveLength(2);
  expect(told[0]).toMatch(/the timer threw \(at .*report-uncaught\.test\.ts:\d+:\d+\)\. The show goes on\.$/);
  expect(told[1]).toContain("no error at all. The show goes on.");

  program.emit("uncaughtException", broken);
  await time.advance(10_000);
  program.emit("uncaughtException", broken);
  expect(told).toHaveLength(4);

  end();
  expect(program.eventNames()).toEqual([]);
});
