import { describe, expect, it } from "vitest";
import { DRUMS } from "../../../shared/music/drums.ts";
import type { Note } from "../../../shared/music/note.ts";
import { Past } from "../../../shared/music/past.ts";
import { beats, ms } from "../../../shared/time/units.ts";
import { Performance } from "../../../visuals/stage/performance.ts";
import { note, snapshot, voiceState } from "../../helpers/snapshot.ts";

const FRAME = ms(20);

const room = () => {
  const drawn: { id: number; due: number; seen: number }[] = [];
  const missed: number[] = [];
  const performance: Performance = new Performance(({ id }, at, _, seen) => {
    if (seen) drawn.push({ id, due: at, seen: performance.frame.at });
    else missed.push(id);
  });
  performance.welcome(snapshot());
  const run = (from: number, to: number): void => {
    for (let at = from; at <= to; at += FRAME) performance.moveTo(ms(at), FRAME, FRAME);
  };
  return { drawn, missed, performance, run };
};

describe("the performance as the picture sees it", () => {
  it("draws every note in the frame that is nearest to its moment", () => {
    const { drawn, performance, run } = room();
    const notes = [103, 109, 111, 130, 149.9].map((at, i) => note(i + 1, { at: ms(at) }));
    performance.add(notes);
    run(0, 200);
    for (const { due, seen } of drawn) expect(Math.abs(seen - due)).toBeLessThanOrEqual(FRAME / 2);
    expect(drawn.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
  });

  it("moves what waits when the tempo changes, by beat", () => {
    const { drawn, performance, run } = room();
    performance.add([note(1, { at: ms(2000), beat: beats(4) })]);
    run(0, 1000);
    performance.setTransport({ ...snapshot().transport, tempo: 240, originBeats: 2, originMs: 1000 }, ms(1000));
    run(1020, 1700);
    expect(drawn.map(({ due }) => due)).toEqual([1500]);
  });

  it("counts beats on the old line until a transport told ahead begins", () => {
    const { performance, run } = room();
    performance.setTransport({ ...snapshot().transport, tempo: 60, originBeats: 4, originMs: 2000 }, ms(0));
    run(0, 1000);
    expect(performance.frame.beat).toBeCloseTo(2);
    run(1020, 3000);
    expect(performance.frame.beat).toBeCloseTo(5);
    expect(performance.frame.tempo).toBe(60);
  });

  it("takes back what is revoked, and everything on a panic", () => {
    const { drawn, performance, run } = room();
    performance.add([1, 2, 3].map((id) => note(id, { at: ms(100 * id) })));
    performance.revoke([2]);
    run(0, 200);
    performance.panic();
    run(220, 500);
    expect(drawn.map(({ id }) => id)).toEqual([1]);
  });

  it("tells of upcoming notes that are taken back, and of no others", () => {
    const gone: number[] = [];
    const performance = new Performance(
      () => {},
      ({ id }) => gone.push(id),
    );
    performance.welcome(snapshot());
    performance.add([1, 2, 3].map((id) => note(id, { at: ms(100 * id) })));
    performance.moveTo(ms(120), FRAME, FRAME);
    performance.revoke([1, 2, 77]);
    expect(gone).toEqual([2]);
    performance.panic();
    expect(gone).toEqual([2, 3]);
  });

  it("draws a note that is told twice once, at its new moment", () => {
    const { drawn, performance, run } = room();
    performance.add([note(1, { at: ms(100) })]);
    performance.add([note(1, { at: ms(300) })]);
    run(0, 600);
    expect(drawn).toMatchObject([{ id: 1, due: 300 }]);
  });

  it("comes back from a long pause without a burst of old notes", () => {
    const { drawn, missed, performance, run } = room();
    run(0, 100);
    const whileHidden = Array.from({ length: 5000 }, (_, i) => note(i + 1, { at: ms(200 + i * 10) }));
    for (const one of whileHidden) {
      performance.add([one]);
      performance.prune(one.at);
    }
    run(50_300, 50_320);
    expect(drawn.length).toBeLessThan(40);
    expect(drawn.every(({ due, seen }) => seen - due <= 250)).toBe(true);
    // What was not seen was played all the same.
    expect(drawn.length + missed.length).toBe(performance.frame.voices[1]?.drums[0]?.count);
  });

  it("forgets on a welcome what waited, keeps the histories of the same band, and takes what is upcoming", () => {
    const { drawn, performance, run } = room();
    performance.add([note(1, { at: ms(100) }), note(2, { at: ms(900) })]);
    run(0, 200);
    const again = performance.welcome(snapshot({ upcoming: [note(3, { at: ms(400) })] }));
    run(220, 1000);
    expect(again).toBe(false);
    expect(drawn.map(({ id }) => id)).toEqual([1, 3]);
    expect(performance.frame.voices[1]?.drums[0]?.count).toBe(2);
  });

  it("that comes late, or back, stands where one stands that has seen everything", () => {
    const notes = Array.from({ length: 90 }, (_, i) =>
      note(i + 1, { at: ms(i * 300), drum: DRUMS[(i * i) % 9] ?? "kick", velocity: 30 + i, surprise: (i % 7) / 2 }),
    );
    const past = new Past();
    for (const one of notes) past.add(one, one.at);
    const told = past.told(ms(27_000));

    const always = room();
    always.performance.add(notes);
    always.run(0, 27_000);
    const late = room();
    late.performance.welcome(snapshot({ past: told }));
    late.run(27_000, 27_000);
    const back = room();
    back.performance.add(notes.slice(0, 60));
    back.run(0, 20_000);
    back.performance.welcome(snapshot({ past: told }));
    back.run(27_000, 27_000);

    for (const { performance } of [late, back]) {
      const [expected, seen] = [always.performance.frame.voices[1], performance.frame.voices[1]];
      expect(seen?.drums.map(({ count, at, velocity }) => [count, at, velocity])).toEqual(
        expected?.drums.map(({ count, at, velocity }) => [count, at, velocity]),
      );
      expect(seen?.energy).toBeCloseTo(expected?.energy ?? Number.NaN, 6);
      expect(seen?.heat).toBeCloseTo(expected?.heat ?? Number.NaN, 1);
      const remembered: number[] = [];
      performance.remember(({ id }) => remembered.push(id));
      const whole: number[] = [];
      always.performance.remember(({ id }) => whole.push(id));
      expect(remembered).toEqual(whole);
    }
  });

  it("that is welcomed again counts no note twice, though it draws ahead of what the server thinks is due", () => {
    const notes = Array.from({ length: 40 }, (_, i) => note(i + 1, { at: ms(i * 40), velocity: 30 + i }));
    /** The server's snapshot at `now`. */
    const told = (now: number) => {
      const past = new Past();
      for (const one of notes.filter(({ at }) => at <= now)) past.add(one, one.at);
      return snapshot({ past: past.told(ms(now)), upcoming: notes.filter(({ at }) => at > now) });
    };
    const [always, again, frozen] = [room(), room(), room()];
    for (const { performance, run } of [always, again, frozen]) {
      performance.add(notes);
      run(0, 800);
    }
    again.performance.welcome(told(730));
    // It was frozen at 600 while this page was not there.
    frozen.performance.standsAt = ms(600);
    frozen.performance.welcome(told(730));
    frozen.performance.standsAt = null;
    for (const { run } of [always, again, frozen]) run(820, 2000);
    for (const { drawn, performance } of [again, frozen]) {
      expect(drawn.map(({ id }) => id)).toEqual(notes.map(({ id }) => id));
      expect(performance.frame.voices[1]?.drums[0]?.count).toBe(notes.length);
      expect(performance.frame.voices[1]?.energy).toBe(always.performance.frame.voices[1]?.energy);
    }
  });

  it("stands still at one moment, also on a page that comes then or is told all again, and goes on with all that was played since", () => {
    const notes = Array.from({ length: 90 }, (_, i) =>
      note(i + 1, { at: ms(i * 300), drum: DRUMS[(i * i) % 9] ?? "kick", velocity: 30 + i }),
    );
    const past = new Past();
    for (const one of notes.slice(0, 80)) past.add(one, one.at);
    const told = snapshot({ past: past.told(ms(24_000)), upcoming: notes.slice(80) });

    const [always, late, back, moving] = [room(), room(), room(), room()];
    for (const { performance } of [always, back, moving]) performance.add(notes);
    for (const { performance } of [always, late, back]) performance.standsAt = ms(12_000);
    for (const { run } of [always, back, moving]) run(0, 24_000);
    late.performance.welcome(told);
    back.performance.welcome(told);
    for (const { run } of [always, late, back, moving]) run(24_020, 25_000);

    const traces = ({ performance }: ReturnType<typeof room>) =>
      performance.frame.voices[1]?.drums.map((drum) => [drum.count, drum.at, drum.velocity, drum.level(ms(500))]);
    expect(always.performance.frame.at).toBe(12_000);
    expect(Math.max(...(traces(always) ?? []).map(([, at]) => at ?? 0))).toBe(12_000);
    for (const other of [late, back]) expect(traces(other)).toEqual(traces(always));

    for (const { performance, run } of [always, late, back]) {
      performance.standsAt = null;
      run(25_020, 27_000);
      expect(performance.dropped).toBe(0);
    }
    moving.run(25_020, 27_000);
    for (const other of [always, late, back]) expect(traces(other)).toEqual(traces(moving));
  });

  it("does not play again what was played while it stood still, when the transport has started anew meanwhile", () => {
    const { drawn, missed, performance, run } = room();
    performance.standsAt = ms(100);
    run(0, 200);
    performance.add([1, 2, 3].map((id) => note(id)));
    run(220, 2000);
    // The clock ran on while the transport stood: its line is as old as the server.
    performance.setTransport({ ...snapshot().transport, originBeats: -4, originMs: 0 }, ms(2000));
    performance.add([note(4, { at: ms(2600), beat: beats(1.2) })]);
    run(2020, 2300);
    performance.standsAt = null;
    run(2320, 6000);
    expect(missed).toEqual([1, 2, 3]);
    expect(drawn.map(({ id }) => id)).toEqual([4]);
  });

  it("forgets everything when the server's run is another", () => {
    const { performance, run } = room();
    performance.add([note(1, { at: ms(100) })]);
    run(0, 200);
    expect(performance.welcome(snapshot({ seed: 99 }))).toBe(true);
    expect(performance.frame.voices[1]?.drums[0]?.count).toBe(0);
  });

  it("takes a server that begins again with the same seed for another run, and stands where a page stands that comes then", () => {
    const notes = Array.from({ length: 30 }, (_, i) => note(i + 1, { at: ms(i * 100) }));
    const past = new Past();
    for (const one of notes.slice(0, 20)) past.add(one, one.at);
    // Notes are numbered anew in every run.
    const told = snapshot({ run: 2, past: past.told(ms(2000)), upcoming: notes.slice(20) });
    const [stayed, fresh] = [room(), room()];
    stayed.performance.welcome(snapshot({ run: 1 }));
    stayed.performance.add(notes);
    stayed.run(0, 2500);
    expect(stayed.performance.welcome(told)).toBe(true);
    fresh.performance.welcome(told);
    for (const { run } of [stayed, fresh]) run(2040, 4000);
    const traces = ({ performance }: ReturnType<typeof room>) =>
      performance.frame.voices[1]?.drums.map(({ count, at }) => [count, at]);
    expect(traces(fresh)?.[0]).toEqual([30, 2900]);
    expect(traces(stayed)).toEqual(traces(fresh));
    expect(stayed.performance.welcome(told)).toBe(false);
  });

  it("says when the band is another", () => {
    const { performance } = room();
    expect(performance.setVoices(snapshot().voices)).toBe(false);
    expect(performance.setVoices([voiceState("drummer", { kind: "live" }), voiceState("solo")])).toBe(true);
    expect(performance.frame.voices.map(({ name, place }) => [name, place])).toEqual([
      ["drummer", 0],
      ["solo", 1],
    ]);
  });

  it("tells a voice's energy as a function of its notes and the moment, not of the frames", () => {
    const notes: Note[] = [0, 90, 400].map((at, i) => note(i + 1, { at: ms(at), velocity: 100 }));
    const energies = [10, 35].map((spacing) => {
      const { performance } = room();
      performance.add(notes);
      for (let at = 0; at < 700; at += spacing) performance.moveTo(ms(at), ms(spacing), ms(spacing));
      performance.moveTo(ms(700), ms(spacing), ms(spacing));
      const voice = performance.frame.voices[1];
      return [voice?.energy, voice?.heat, voice?.drums[0]?.level(200)];
    });
    expect(energies[1]).toEqual(energies[0]);
    expect(energies[0]?.[0]).toBeGreaterThan(0.2);
  });

  it("survives ten thousand notes in a second", () => {
    const { drawn, performance, run } = room();
    performance.add(Array.from({ length: 10_000 }, (_, i) => note(i + 1, { at: ms(500 + i / 10) })));
    run(0, 1600);
    expect(drawn.length).toBe(10_000);
  });
});
