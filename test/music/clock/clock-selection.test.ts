import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Show } from "../../../server/core/show/show.ts";
import { MidiInputPort } from "../../../server/io/midi/input-port.ts";
import { ClockSelection } from "../../../server/music/clock/clock-selection.ts";
import type { LinkLine } from "../../../server/music/clock/link/link-messages.ts";
import type { LinkListener } from "../../../server/music/clock/link/link-source.ts";
import { Transport } from "../../../server/music/clock/transport.ts";
import { Signal } from "../../../shared/events/signal.ts";
import type { Hit } from "../../../shared/music/note.ts";
import { bpm, ms } from "../../../shared/time/units.ts";
import { FakeMidiInputs } from "../../helpers/fake-midi-inputs.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

const CLOCK = [0xf8];
const START = [0xfa];
const STOP = [0xfc];

describe("the clock selection", () => {
  let time: VirtualTime;
  let midi: FakeMidiInputs;
  let transport: Transport;
  let room: ClockSelection;
  let told: number;
  let followed: (string | null)[];
  let links: LinkListener[];
  let killed: number;
  let hits: Signal<Hit>;
  let isDemo: boolean;
  let ports: MidiInputPort[];
  let clockPort: string | null;

  const open = (show: Parameters<typeof Show.parse>[0] = {}): void => {
    ports = [new MidiInputPort({ named: "Pads" }, midi.find, time, () => {})];
    const parsed = Show.parse(show);
    transport = new Transport(time, bpm(parsed.tempo), parsed.metre, () => {});
    room = new ClockSelection({
      show: parsed,
      transport,
      inputs: { ports, live: { onHit: (listener) => hits.on(listener) }, isDemo: () => isDemo },
      outputs: [{ clockPort, follow: (input) => followed.push(input) }],
      time,
      report: () => {},
      onListenerError: (error) => {
        throw error;
      },
      findInputs: midi.find,
      startLink: (_, listener) => {
        links.push(listener);
        return { send: () => {}, kill: () => killed++ };
      },
    });
    room.changed.on(() => told++);
    room.tapped.on((at) => room.tap(at));
  };

  beforeEach(() => {
    time = new VirtualTime(1000);
    midi = new FakeMidiInputs("Pads", "Live");
    told = 0;
    followed = [];
    links = [];
    killed = 0;
    hits = new Signal((error) => {
      throw error;
    });
    isDemo = false;
    clockPort = null;
  });
  afterEach(() => {
    room.dispose();
    for (const port of ports) port.dispose();
  });

  /** A MIDI clock of `tempo` for so many beats. */
  const tick = async (port: string, tempo: number, count: number): Promise<void> => {
    const gap = 60_000 / tempo / 24;
    for (let i = 0; i < count * 24; i++) {
      midi.feed(port, CLOCK, gap / 1000);
      await time.advance(gap);
    }
  };

  it("leads by itself while nothing else was asked for: no port opened, no Link started", async () => {
    open();
    await tick("Pads", 100, 4);
    expect(transport.source).toBe(transport.internal);
    expect(room.state.clock).toMatchObject({
      choice: "internal",
      choices: ["internal", "link", "midi:Pads", "auto"],
      why: "chosen",
      jitter: null,
      confidence: null,
      trouble: "",
    });
    expect(links).toEqual([]);
    expect(midi.open).toEqual(["Pads"]);
  });

  it("follows the clock of an input that the show names, start and stop too, and sends none there", async () => {
    open({ clock: { source: "midi:Live" } });
    expect(midi.open).toEqual(["Pads", "Live"]);
    expect(followed.at(-1)).toBe("Live");
    midi.feed("Live", START);
    await tick("Live", 100, 4);
    expect(transport.playing).toBe(true);
    expect(transport.timeline.tempo).toBeCloseTo(100, 3);
    expect(transport.positionAt(time.now())).toBeCloseTo(4, 2);
    expect(room.state).toMatchObject({
      source: 'MIDI clock from "Live"',
      sourceState: "locked",
      shownTempo: 100,
      clock: { lost: 0, doubled: 0, why: "chosen" },
    });
    midi.feed("Live", STOP);
    expect(transport.playing).toBe(false);
    room.followTransport(false);
    midi.feed("Live", START);
    await tick("Live", 100, 2);
    expect(transport.playing).toBe(false);
  });

  it("takes the offset into the beats of a MIDI clock", async () => {
    open({ clock: { source: "midi:Live", offsetMs: -30 } });
    midi.feed("Live", START);
    await tick("Live", 120, 4);
    expect(transport.positionAt(time.now())).toBeCloseTo(4 + 30 / 500, 2);
  });

  it("does not follow a clock on a device it sends clock to, unless that device was chosen", async () => {
    // The show may call it by a part of its name; the system tells inputs and outputs apart by numbers.
    clockPort = "Pads 28:0";
    open({ clock: { source: "auto" }, clockOut: [{ port: "Pad" }] });
    await tick("Pads", 100, 6);
    expect(transport.source).toBe(transport.internal);
    room.choose("midi:Pads");
    expect(followed.at(-1)).toBe("Pads");
    await tick("Pads", 100, 6);
    expect(transport.source.name).toContain("Pads");
  });

  it("tells of a source that is lost, once, and of the internal clock that takes over", async () => {
    open({ clock: { source: "midi:Live" } });
    await tick("Live", 100, 8);
    await time.advance(1000);
    expect(room.state.sourceState).toBe("lost");
    expect(room.state.clock.why).toContain("held");
    const before = told;
    await time.advance(2000);
    expect(told).toBe(before);
    await time.advance(5000);
    expect(told).toBeGreaterThan(before);
    expect(room.state.source).toBe("internal clock");
    expect(room.state.shownTempo).toBeCloseTo(100, 1);
    expect(room.state.clock.why).toBe("midi:Live was chosen and is not heard");
  });

  it("starts Link when it is chosen and leaves it when it is not", async () => {
    open();
    room.choose("link");
    room.choose("link");
    expect(links).toHaveLength(1);
    const line: LinkLine = { say: "line", at: 1000, beat: 0, tempo: 133, playing: false, peers: 1, heard: 0 };
    links[0]!.news(line);
    expect(room.state).toMatchObject({ source: "Ableton Link, 1 peer", sourceState: "locked", shownTempo: 133 });
    room.choose("internal");
    expect(killed).toBe(1);
    expect(transport.source).toBe(transport.internal);
    expect(transport.timeline.tempo).toBeCloseTo(133, 0);
    links[0]!.news({ ...line, tempo: 90 });
    expect(room.state.shownTempo).toBeCloseTo(133, 1);
  });

  it("lets Link lead unasked only when somebody else is in the session", () => {
    open({ clock: { source: "auto" } });
    const line: LinkLine = { say: "line", at: 1000, beat: 0, tempo: 133, playing: false, peers: 0, heard: 0 };
    links[0]!.news(line);
    expect(transport.source).toBe(transport.internal);
    links[0]!.news({ ...line, heard: 1, peers: 1 });
    expect(transport.source.name).toBe("Ableton Link, 1 peer");
  });

  it.each([
    ["note", { note: 33 }, [0x99, 33, 90]],
    ["controller", { cc: 64 }, [0xb0, 64, 127]],
  ])("taps the tempo by a %s from any input", async (_, tap, bytes) => {
    open({ clock: { tap } });
    for (let i = 0; i < 4; i++) {
      midi.feed("Pads", bytes, 0.6);
      midi.feed("Pads", [0x99, 38, 90]);
      midi.feed("Pads", [0xb0, 64, 0]);
      await time.advance(600);
    }
    expect(room.state.shownTempo).toBeCloseTo(100, 1);
  });

  it("believes a page about when a tap was, within reason", async () => {
    open();
    for (const late of [0, 80, 10, 120]) {
      await time.advance(600);
      room.tap(time.now() - late);
      await time.advance(0);
    }
    expect(room.tap(time.now() - 90_000).done).not.toBe("refused");
  });

  it("follows the drummer where it is asked to, and nobody's demo", async () => {
    open({ tempo: 100 });
    room.followDrummer(true);
    const play = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i++) {
        hits.emit({ drum: "snare", velocity: 100, at: ms(time.now()) });
        await time.advance(60_000 / 104);
      }
    };
    isDemo = true;
    await play(16);
    expect(room.state.clock.confidence).toBe(0);
    isDemo = false;
    room.followDrummer(false);
    room.followDrummer(true);
    await play(24);
    expect(room.state.source).toBe("the drummer");
    expect(room.state.clock.confidence).toBeGreaterThan(0.5);
    expect(room.state.shownTempo).toBeCloseTo(104, 0);
    room.followDrummer(false);
    expect(room.state).toMatchObject({ source: "internal clock", clock: { followsDrummer: false, confidence: null } });
    expect(transport.timeline.tempo).toBeCloseTo(104, 0);
  });

  it("keeps open no more inputs than a desk can mean, and the one that leads", async () => {
    open({ clock: { source: "midi:Live" } });
    for (let i = 0; i < 100; i++) room.choose(`midi:nothing ${i}`);
    expect(room.connections.length).toBeLessThan(12);
    expect(room.state.clock.choices).toContain("midi:nothing 99");
    room.choose("midi:Live");
    expect(midi.open).toEqual(["Pads", "Live"]);
    room.dispose();
    expect(midi.open).toEqual(["Pads"]);
  });

  it("leaves nothing open behind", async () => {
    open({ clock: { source: "midi:Live" } });
    room.choose("auto");
    room.dispose();
    room.dispose();
    expect(killed).toBeGreaterThan(0);
    expect(midi.open).toEqual(["Pads"]);
    const before = told;
    await time.advance(60_000);
    expect(told).toBe(before);
  });
});
