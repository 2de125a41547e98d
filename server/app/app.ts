import { randomInt } from "node:crypto";
import { dirname, join, resolve } from "node:path";
import type { Turnable } from "../../shared/controls/control.ts";
import { type Reporter, reasonOf } from "../../shared/events/report.ts";
import { PALETTES } from "../../shared/picture/palette.ts";
import type { Addresses } from "../../shared/protocol/health.ts";
import type { Snapshot, TransportState, VoiceState } from "../../shared/protocol/state.ts";
import { PROTOCOL_VERSION } from "../../shared/protocol/version.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { bpm, ms } from "../../shared/time/units.ts";
import { keptPathOf } from "../core/files/kept-file.ts";
import { keptToken } from "../core/files/kept-token.ts";
import { projectFolder } from "../core/files/project-folder.ts";
import { palettesOf, setListOf } from "../core/show/picture-entries.ts";
import type { Show } from "../core/show/show.ts";
import { resolvePath } from "../core/show/show-file.ts";
import { coloursOf } from "../core/show/voice-entry.ts";
import { wordsOf } from "../core/show/words.ts";
import { MidiSink } from "../io/output/midi-sink.ts";
import { OutputThread } from "../io/output/output-thread.ts";
import { Planner } from "../io/output/planner.ts";
import { isLoopback, type OperatorLinks } from "../io/stage/address.ts";
import type { Overview } from "../io/stage/health.ts";
import { MindFeed } from "../io/stage/mind-feed.ts";
import { StageServer } from "../io/stage/stage-server.ts";
import { StageSink } from "../io/stage/stage-sink.ts";
import { Band } from "../music/band/band.ts";
import { bandCommands } from "../music/band/commands.ts";
import { ClockSelection } from "../music/clock/clock-selection.ts";
import { clockCommands } from "../music/clock/commands.ts";
import { StepTicker } from "../music/clock/step-ticker.ts";
import { Transport } from "../music/clock/transport.ts";
import { ModelList } from "../music/rhythm/model-list.ts";
import { RhythmEngine } from "../music/rhythm/rhythm-engine.ts";
import { outputCommands, pictureCommands } from "../picture/commands.ts";
import { Director } from "../picture/director/director.ts";
import { withDirector } from "../picture/director/with-director.ts";
import { HOUSE_SCENES } from "../picture/scenes/house-scenes.ts";
import { ControlState } from "./control-state.ts";
import { Gate } from "./gate.ts";
import { knownAddressesOnly } from "./known-addresses.ts";
import { MemoryBoard } from "./memory-board.ts";
import { openInputs } from "./open-inputs.ts";
import { openMemories } from "./open-memories.ts";
import { connectionsOf, openOutputs } from "./open-outputs.ts";
import { openPicture, pictureContent, pictureState, tellPicture } from "./open-picture.ts";
import { openMembers } from "./open-voices.ts";
import { takeOscOrders } from "./osc-orders.ts";
import { Session } from "./session.ts";
import { StatusBoard } from "./status-board.ts";

export interface AppOptions {
  readonly show: Show;
  /** The show's file, for the paths in it; null for the default show. */
  readonly showPath: string | null;
  /** Begins anew, whatever was turned before a crash. */
  readonly fresh?: boolean;
  readonly time: TimeSource;
  readonly report: Reporter;
  /** Told of every response when it has been played; its state says how likely it was. */
  readonly onAnswer?: (voice: VoiceState) => void;
}

/** A show that is running. */
export interface App {
  readonly addresses: Addresses;
  /** By which other machines operate the show; none where only this machine does. Not for logs. */
  readonly links: readonly OperatorLinks[];
  readonly seed: number;
  readonly snapshot: () => Snapshot;
  /** Tells the desks and whoever started it. */
  readonly report: Reporter;
  /** Ends every note, closes every port, stops every thread. Calling it twice is harmless. */
  dispose(): Promise<void>;
}

/** The show begins without an output thread that takes longer than this to start. */
const READY_WITHIN_MS = 3000;
/** It begins without models that are back later than this after a crash. */
const BACK_WITHIN_MS = 2000;

/**
 * The composition root: builds the rooms, connects them and takes them down again. Rejects, with
 * everything taken down, only when the pages cannot be served; whatever else fails is reported and
 * the rest plays.
 */
export const startApp = async ({
  show,
  showPath,
  fresh = false,
  time,
  report: next,
  onAnswer,
}: AppOptions): Promise<App> => {
  const board = new StatusBoard(time, next);
  const { report } = board;
  const onListenerError = (error: unknown): void =>
    report({ room: "app", level: "error", text: `A listener failed: ${reasonOf(error)}.` });
  const session = await Session.open({ path: keptPathOf(showPath, "session"), fresh, time, report });
  const seed = show.seed ?? session.seed ?? randomInt(2 ** 32);
  const run = randomInt(2 ** 32);

  const transport = new Transport(time, bpm(show.tempo), show.metre, report);
  const thread = new OutputThread({ time, report });
  const engineStarting = startEngine(time, report);
  const place = (named: string): string => resolvePath(named, showPath, projectFolder);
  const inputs = await openInputs(show, place, transport, seed, time, report);

  const models = new ModelList([projectFolder, dirname(resolve(showPath ?? "show.json"))], { time, report });
  await models.open();
  const token = isLoopback(show.http.host) ? null : await keptToken(keptPathOf(showPath, "token"), report);
  const server = new StageServer({ ...show.http, token, time, report });
  const { tell, connected } = server;
  const picture = await openPicture({ show, showPath, fresh, place, seed, connected, time, report, onListenerError });
  const { scenes } = picture;
  const minds = new MindFeed(tell, transport.timeline, time);
  const outputs = openOutputs(show, scenes.names, thread, report);
  const midiOutputs = outputs.filter((output) => output instanceof MidiSink);
  const clock = new ClockSelection({ show, transport, inputs, outputs: midiOutputs, time, report, onListenerError });
  const stage = new StageSink(tell, ms(show.lookaheadMs), time, () => clock.state);
  const planner = new Planner({ time, sinks: [...outputs, stage], transport: transport.change, report });

  const engine = await engineStarting;
  const stored = await openMemories(
    show,
    engine?.memories ?? null,
    (named) => besideShow(named, showPath),
    time,
    report,
  );
  const members = await openMembers(show, engine, seed, place, report);
  await Promise.race([picture.ownScenes.ready, pause(time, READY_WITHIN_MS)]);
  const [firstScene = HOUSE_SCENES[0], ...otherScenes] = scenes.scenes;
  const palettes = palettesOf(show.palettes);
  const director = new Director({
    voices: show.voices.filter((voice) => voice.sounds).map((voice) => voice.name),
    scenes: [firstScene, ...otherScenes],
    palettes,
    setList: setListOf(show.scenes),
    settings: { held: show.director.held, restlessness: show.director.restlessness },
    ceilings: show.director.passes,
    music: transport,
    time,
    seed,
    output: planner,
    report,
    onListenerError,
  });
  const output = withDirector(planner, director);
  const memories = new MemoryBoard(tell);
  const band = new Band({
    members,
    music: transport,
    time,
    output,
    minds,
    ...(engine === null ? {} : { memories: engine.memories }),
    memoryListener: memories,
    seed,
    report,
    onListenerError,
  });
  // What is kept of other evenings is seen before the drummer plays.
  band.recall();
  const ticker = new StepTicker(time, transport, report);

  const panic = (): void => {
    band.panic();
    director.halt();
    planner.panic();
  };
  const gate = new Gate(
    {
      ...clockCommands(transport, clock),
      ...bandCommands(band, (model) => models.named(model)),
      panic,
      ...pictureCommands(director, picture.board),
      ...outputCommands(picture.media.board, picture.projectors, picture.recordings),
    },
    time,
    onListenerError,
  );

  const transportState = (): TransportState => {
    const { playing, timeline, metre, rest } = transport.change;
    const { tempo, originBeats, originMs } = timeline;
    return { playing, ...(playing ? {} : { rest }), tempo, originBeats, originMs, ...metre, ...clock.state };
  };
  const turnable = (): Turnable => ({
    transport: transportState(),
    voices: band.states(),
    director: director.state,
    ...pictureState(picture),
  });
  const controls = new ControlState(turnable, time, onListenerError);
  const overview = (): Overview => ({
    show: show.name,
    transport: transportState(),
    voices: band.states(),
    status: board.status({
      connections: [...inputs.connections(), ...clock.connections, ...connectionsOf(outputs), ...connected.connections],
      liveSource: inputs.live.current,
      backend: engine?.backend ?? null,
      lateDropped: planner.lateDropped + thread.statistics.lateDropped,
      wakeP99: thread.statistics.percentile(0.99),
    }),
  });
  const snapshot = (): Snapshot => ({
    ...overview(),
    protocol: PROTOCOL_VERSION,
    now: time.now(),
    seed,
    run,
    colours: coloursOf(show.voices),
    words: wordsOf(show),
    scene: director.cue.scene,
    upcoming: stage.upcoming,
    past: stage.past,
    remembered: memories.known,
    gains: memories.gains,
    cue: stage.cue,
    models: models.names,
    palettes: palettes.filter((palette) => !PALETTES.includes(palette)),
    director: director.state,
    ...pictureState(picture),
    controls: controls.values,
  });

  // Live notes: the shortest way through the house.
  const live = members.filter((member) => member.model === null);
  inputs.live.onHit((hit) => {
    for (const { name } of live) band.hit(name, hit);
  });
  // Orders: all of them through the gate.
  const fromElsewhere = knownAddressesOnly(gate.carryOut, new Set(show.voices.map(({ model }) => model)));
  if (inputs.osc !== null) takeOscOrders(inputs.osc, fromElsewhere, { scenes: scenes.names });
  clock.tapped.on((at) => gate.carryOut({ do: "tap", at }, "midi"));
  gate.passed.on((order) => controls.passed(order));
  gate.passed.on(({ command }) => {
    if (command.do === "forget") stored.keep();
  });
  controls.changed.on((values) => session.turned(values));
  // The planner must know of a change before the band plans by it.
  transport.onChange((change) => {
    planner.setTransport(change);
    minds.retime(change.timeline);
    if (change.jumped) {
      band.reseat();
      director.reseat();
    } else if (!change.playing) {
      band.halt();
      director.halt();
    }
  });
  ticker.onStep((step) => {
    band.closeStep(step);
    director.closeStep(step);
  });
  scenes.changed.on((offered) => {
    director.offer(offered);
    session.scenesChanged(gate.carryOut);
  });
  picture.ownScenes.withdrawn.on((name) => director.leave(name));
  picture.board.changed.on(() => director.rest(picture.board.state.frozenAt !== null));
  director.changed.on(() => picture.media.showing(director.cue.scene));
  // Whatever has changed, the pages are told.
  clock.changed.on(() => tell.transport(transportState()));
  band.changed.on(() => tell.voices(band.states()));
  director.changed.on(() => tell.director(director.state));
  controls.changed.on((values) => tell.controls(values));
  const touch = (): void => controls.touch();
  // How the tempo is led is told by the clock, now and then; it may change with every tick.
  transport.onChange(({ jumped, playing }) => {
    if (jumped || !playing) touch();
  });
  // What the band and the board have is turned by orders alone, and those pass the gate.
  for (const { changed } of [clock, director]) changed.on(touch);
  tellPicture(picture, tell, touch);
  if (onAnswer !== undefined) band.answered.on(onAnswer);

  picture.media.open();
  picture.recordings.begin();
  director.open();
  const back = session.restore(gate.carryOut, () => controls.values, show.seed !== null);

  let disposed: Promise<void> | null = null;
  const takeDown = async (): Promise<void> => {
    transport.stop();
    connected.dispose();
    ticker.dispose();
    controls.dispose();
    clock.dispose();
    inputs.dispose();
    models.dispose();
    band.dispose();
    planner.dispose();
    minds.dispose();
    const kept = [session.end(), picture.dispose(), stored.dispose()];
    await Promise.allSettled([...outputs.map((output) => output.dispose()), stage.dispose(), ...kept]);
    await Promise.allSettled([thread.dispose(), server.dispose(), engine?.dispose()]);
    transport.dispose();
    board.dispose();
  };
  const dispose = (): Promise<void> => (disposed ??= takeDown());

  try {
    const addresses = await server.listen({
      ...pictureContent(picture),
      pages: join(projectFolder, "dist", "visuals"),
      snapshot,
      overview,
      onPlay: ({ drum, velocity }) => inputs.browser.play(drum, velocity),
      onDesk: (command, origin, here) => (here ? gate.carryOut : fromElsewhere)(command, origin),
      minds: {
        told: () => minds.told,
        watch: (on) => {
          engine?.watch(on);
          if (!on) minds.clear();
        },
      },
    });
    session.begin({ seed, address: addresses.here, controls: () => controls.values });
    await Promise.race([thread.ready, pause(time, READY_WITHIN_MS)]);
    await Promise.race([back, pause(time, BACK_WITHIN_MS)]);
    if (!session.resume(gate.carryOut)) transport.start();
    return { addresses, links: server.links, seed, snapshot, report, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
};

const pause = (time: TimeSource, length: number): Promise<void> =>
  new Promise((resolve) => time.wake(ms(time.now() + length), resolve));

/** Where a file that the show names is, though it may not be there yet. */
const besideShow = (named: string, showPath: string | null): string => resolve(dirname(showPath ?? "show.json"), named);

/** Without a network the drummer still reaches every output. */
const startEngine = async (time: TimeSource, report: Reporter): Promise<RhythmEngine | null> => {
  try {
    return await RhythmEngine.start({ report, time });
  } catch (error) {
    report({ room: "rhythm", level: "error", text: reasonOf(error) });
    return null;
  }
};
