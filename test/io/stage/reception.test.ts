import { EventEmitter } from "node:events";
import { expect, it } from "vitest";
import type { PageSocket } from "../../../server/io/stage/page-socket.ts";
import { Reception } from "../../../server/io/stage/reception.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

it("the first page is welcomed at once, a crowd eight at a time, ten times a second, and who has left not at all", async () => {
  const time = new VirtualTime(1000);
  const welcomed: { readonly at: number; readonly pages: number }[] = [];
  const reception = new Reception(time, (pages) => welcomed.push({ at: time.now(), pages: pages.length }));
  // Doubles of pages: all that a reception asks of one is when it leaves.
  const crowd = Array.from({ length: 20 }, () => new EventEmitter());
  for (const page of crowd) reception.join(page as unknown as PageSocket);
  expect(welcomed).toEqual([{ at: 1000, pages: 1 }]);
  for (const page of crowd.slice(-2)) page.emit("disconnect");
  await time.advance(1000);
  expect(welcomed.slice(1)).toEqual([
    { at: 1100, pages: 8 },
    { at: 1200, pages: 8 },
    { at: 1300, pages: 1 },
  ]);
  reception.join(new EventEmitter() as unknown as PageSocket);
  expect(welcomed.at(-1)).toEqual({ at: 2000, pages: 1 });
  reception.dispose();
});
