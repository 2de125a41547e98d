import { describe, expect, it } from "vitest";
import { EVENT, EventQueue } from "../../../server/io/output/event-queue.ts";
import { Random } from "../../../shared/chance/random.ts";

interface Model {
  readonly at: number;
  readonly order: number;
  readonly id: number;
  readonly key: number;
}
const push = (queue: EventQueue, at: number, key: number, id: number) =>
  queue.push(at, EVENT.on, 0, key, 0, at + 1, 0, id);

describe("the queue of events", () => {
  it("gives events by time, and those of one time as they came", () => {
    const queue = new EventQueue();
    [3, 1, 2, 1].forEach((at, id) => {
      push(queue, at, 0, id);
    });
    expect([0, 0, 0, 0].map(() => queue.id[queue.pop()])).toEqual([1, 3, 2, 0]);
    expect(queue.head).toBe(-1);
  });

  it.each([1, 2, 3])("agrees with a sorted list through thousands of random changes (seed %i)", (seed) => {
    const random = new Random(seed);
    const queue = new EventQueue();
    let model: Model[] = [];
    const sort = () => model.sort((a, b) => a.at - b.at || a.order - b.order);
    let largest = 0;
    for (let order = 0; order < 8000; order++) {
      largest = Math.max(largest, model.length);
      // Grows first, beyond the memory it begins with.
      const choice = order < 1500 ? 0 : random.next();
      if (choice < 0.6) {
        const added = { at: random.integer(500), order, id: random.integer(3000), key: random.integer(4) };
        push(queue, added.at, added.key, added.id);
        model.push(added);
      } else if (choice < 0.7 && model.length > 0) {
        const gone = model[random.integer(model.length)]!;
        queue.remove(EVENT.on, 0, gone.key, gone.id);
        // Which of several alike goes is open: compare only when there is one.
        const alike = model.filter(({ id, key }) => id === gone.id && key === gone.key);
        if (alike.length > 1) {
          queue.discard((slot) => queue.id[slot] === gone.id && queue.key[slot] === gone.key);
          model = model.filter((each) => !alike.includes(each));
        } else model = model.filter((each) => each !== gone);
      } else if (choice < 0.7005) {
        const limit = random.integer(500);
        queue.discard((slot) => queue.at[slot]! >= limit);
        model = model.filter(({ at }) => at < limit);
      } else if (model.length > 0) {
        sort();
        const wanted = model.shift()!;
        expect(queue.at[queue.head]).toBe(wanted.at);
        const slot = queue.pop();
        expect([queue.at[slot], queue.id[slot]]).toEqual([wanted.at, wanted.id]);
      }
      expect(queue.size).toBe(model.length);
    }
    expect(largest).toBeGreaterThan(1024);
  });
});
