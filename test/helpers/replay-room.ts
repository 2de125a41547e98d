import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ensemble } from "../../server/app/ensemble/ensemble.ts";
import { journalOf } from "../../server/app/ensemble/lines.ts";
import { openMembers } from "../../server/app/open-voices.ts";
import { Replay } from "../../server/app/replay/replay.ts";
import type { PerformanceEvent, Sink } from "../../server/core/music/sink.ts";
import { Show } from "../../server/core/show/show.ts";
import { Planner } from "../../server/io/output/planner.ts";
import { StepTicker } from "../../server/music/clock/step-ticker.ts";
import { Transport } from "../../server/music/clock/transport.ts";
import { TransportSwitch } from "../../server/music/clock/transport-switch.ts";
import { HOUSE_SCENES } from "../../server/picture/scenes/house-scenes.ts";
import type { TakeRecord } from "../../server/takes/log/record.ts";
import { openTake } from "../../server/takes/read-take.ts";
import { entryPoint } from "../../server/takes/replay/entry-point.ts";
import { HEADER_FILE, LOG_FOLDER, type TakeHeader } from "../../server/takes/take-header.ts";
import type { ControlValue, DeskCommand } from "../../shared/controls/controls.ts";
import type { Report } from "../../shared/events/report.ts";
import { bpm, type Ms, ms } from "../../shared/time/units.ts";
import { settle, VirtualTime } from "./virtual-time.ts";
import { writeLog } from "./written-log.ts";

/** What an output was sent, and when. */
export type Sent = PerformanceEvent & { readonly sentAt: Ms };

const BLACKOUT: ControlValue = { value: false, default: false, at: 0, by: "start" };

/** A house without networks in virtual time, with one output and a folder of takes, into which takes are played. */
export const replayRoom = async ({ lookahead = 0 }: { readonly lookahead?: number } = {}) => {
  const folder = await mkdtemp(join(tmpdir(), "antiphon-replay-"));
  const time = new VirtualTime(77_000.5);
  const sent: Sent[] = [];
  const revoked: number[] = [];
  const lines: TakeRecord[] = [];
  const reports: Report[] = [];
  const orders: DeskCommand[] = [];
  const report = (one: Report): void => void reports.push(one);
  const onListenerError = (error: unknown): void => {
    throw error;
  };
  let panics = 0;
  const sink: Sink = {
    name: "what sounds",
    lookahead: ms(lookahead),
    send: (event) => void sent.push({ ...event, sentAt: time.now() }),
    revoke: (ids) => void revoked.push(...ids),
    panic: () => void panics++,
    dispose: async () => {},
  };
  const show = Show.parse({});
  const transport = new Transport(time, bpm(100), show.metre, report);
  const music = new TransportSwitch(transport, time, onListenerError);
  const planner = new Planner({ time, sinks: [sink], transport: music.change, report });
  const [first, ...others] = HOUSE_SCENES;
  const ensemble = new Ensemble({
    show,
    members: await openMembers({ show, engine: null, seed: 1, place: (model) => model, report }),
    scenes: [first, ...others],
    change: music.change,
    backend: null,
    time,
    seed: 1,
    output: planner,
    memories: null,
    journal: journalOf((line) => lines.push(JSON.parse(JSON.stringify(line)))),
    report,
    onListenerError,
  });
  music.onChange((change) => {
    planner.setTransport(change);
    ensemble.setTransport(change);
  });
  const ticker = new StepTicker(time, music, report);
  ticker.onStep((step) => ensemble.closeStep(step));
  ensemble.open();
  const values: Record<string, ControlValue> = {
    blackout: BLACKOUT,
    "flash-limiter": { value: true, default: true, at: 0, by: "start" },
    "voice/model1/temperature": { value: 1, default: 1, at: 0, by: "start" },
  };
  const machines = { rest: false };
  let reads = 0;
  /** The same lines, and whether one is waited for. */
  async function* counted(lines: AsyncGenerator<TakeRecord>): AsyncGenerator<TakeRecord> {
    for (;;) {
      reads++;
      const next = await lines.next().finally(() => reads--);
      if (next.done === true) return;
      yield next.value;
    }
  }
  const replay = new Replay({
    folder,
    open: async (at) => {
      const take = await openTake(at);
      const records: typeof take.records = (...range) => counted(take.records(...range));
      return { ...take, records, enter: (moment) => entryPoint({ records }, moment), dispose: () => {} };
    },
    music,
    ensemble,
    live: {
      restMachines: (on) => {
        machines.rest = on;
      },
    },
    scenes: () => HOUSE_SCENES.map(({ name }) => name),
    ownScenes: () => [{ name: "rain", version: "b" }],
    panic: () => planner.panic(),
    carryOut: (order) => {
      orders.push(order);
      if (order.do === "blackout") values.blackout = { ...BLACKOUT, value: order.on, by: "take" };
      if (order.do === "voice")
        for (const [name, value] of Object.entries(order.set))
          values[`voice/${order.voice}/${name}`] = { ...BLACKOUT, value, by: "take" };
      return { ok: true };
    },
    controls: () => values,
    time,
    report,
    onListenerError,
  });
  return {
    folder,
    time,
    sent,
    revoked,
    lines,
    reports,
    orders,
    machines,
    show,
    transport,
    music,
    planner,
    ensemble,
    replay,
    values,
    panics: () => panics,
    /** Puts a take into the folder. */
    put: async (name: string, header: TakeHeader, all: readonly TakeRecord[]): Promise<void> => {
      await writeLog(join(folder, name, LOG_FOLDER), all);
      await writeFile(join(folder, name, HEADER_FILE), JSON.stringify(header));
    },
    /** Lets time go on; it stands while files are read. */
    goOn: async (length: number): Promise<void> => {
      for (let passed = 0; passed < length; passed += 10) {
        await time.advance(Math.min(10, length - passed));
        do await settle();
        while (reads > 0);
      }
    },
    dispose: (): void => {
      replay.stop();
      ticker.dispose();
      ensemble.dispose();
      planner.dispose();
      music.dispose();
      transport.dispose();
    },
  };
};
