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
import { palettesOf } from "../core/show/picture-entries.ts";
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
import { ClockSelection } from "../music/clock/clock-selection.ts";
import { clockCommands } from "../music/clock/commands.ts";
import { Metronome } from "../music/clock/metronome.ts";
import { Rehearsal } from "../music/clock/rehearsal.ts";
import { StepTicker } from "../music/clock/step-ticker.ts";
import { Transport, type TransportChange } from "../music/clock/transport.ts";
import { TransportSwitch } from "../music/clock/transport-switch.ts";
import { ModelList } from "../music/rhythm/model-list.ts";
import { RhythmEngine } from "../music/rhythm/rhythm-engine.ts";
import { outputCommands, pictureCommands } from "../picture/commands.ts";
import { HOUSE_SCENES } from "../picture/scenes/house-scenes.ts";
import { takeCommands } from "../takes/commands.ts";
import { TakeFiles } from "../takes/export/serve-file.ts";
import { filmCommands } from "../takes/films/commands.ts";
import { Films } from "../takes/films/films.ts";
import { openTakeApart } from "../takes/replay/take-reader.ts";
import { ControlState } from "./control-state.ts";
import { ensembleCommands } from "./ensemble/commands.ts";
import { Ensemble } from "./ensemble/ensemble.ts";
import { Gate } from "./gate.ts";
import { knownAddressesOnly } from "./known-addresses.ts";
import { MemoryBoard } from "./memory-board.ts";
import { openInputs } from "./open-inputs.ts";
import { openMemories } from "./open-memories.ts";
import { connectionsOf, openClicks, openOutputs } from "./open-outputs.ts";
import { openPicture, pictureContent, pictureState, tellPicture } from "./open-picture.ts";
import { alsoWritten, openTakes, recordHouse } from "./open-takes.ts";
import { openMembers } from "./open-voices.ts";
import { takeOscOrders } from "./osc-orders.ts";
import { ledBy, replayCommands } from "./replay/commands.ts";
import { Replay } from "./replay/replay.ts";
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
  /** False: nothing that is played is written down. */
  readonly records?: boolean;
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
  /** Plays takes into it. */
  readonly replay: Pick<Replay, "playFolder" | "changed" | "state">;
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
  records = true,
  time,
  report: next,
  onAnswer,
}: AppOptions): Promise<App> => {
  let told: Reporter = next;
  const board = new StatusBoard(time, (report) => told(report));
  const { report } = board;
  const onListenerError = (error: unknown): void =>
    report({ room: "app", level: "error", text: `A listener failed: ${reasonOf(error)}.` });
  const session = await Session.open({ path: keptPathOf(showPath, "session"), fresh, time, report });
  const seed = show.seed ?? session.seed ?? randomInt(2 ** 32);
  const run = randomInt(2 ** 32);

  const transport = new Transport(time, bpm(show.tempo), show.metre, report);
  /** Where the music is for everybody but the clocks: what a take that is played leads, the transport does not. */
  const music = new TransportSwitch(transport, time, onListenerError);
  const thread = new OutputThread({ time, report });
  const engineStarting = startEngine(time, report);
  const place = (named: string): string => resolvePath(named, showPath, projectFolder);
  const inputs = await openInputs(show, place, music, seed, time, report);

  const models = new ModelList([projectFolder, dirname(resolve(showPath ?? "show.json"))], { time, report });
  await models.open();
  const token = isLoopback(show.http.host) ? null : await keptToken(keptPathOf(showPath, "token"), report);
  const server = new StageServer({ ...show.http, token, time, report });
  const { tell, connected } = server;
  const picture = await openPicture({ show, showPath, fresh, place, seed, connected, time, report, onListenerError });
  const { scenes, ownScenes } = picture;
  const { takes, journal, write } = openTakes({
    show,
    showPath,
    seed,
    run,
    records,
    place,
    voices: () => band.states(),
    ownScenes,
    time,
    report,
    onListenerError,
  });
  told = alsoWritten(write, next);
  const takeFiles = new TakeFiles((name) => takes.folderOf(name));
  const films = new Films({ takes, time, report, onListenerError });
  const minds = new MindFeed(tell, music.timeline, time);
  const outputs = openOutputs(show, scenes.names, thread, report);
  const midiOutputs = outputs.filter((output) => output instanceof MidiSink);
  const clock = new ClockSelection({ show, transport, inputs, outputs: midiOutputs, time, report, onListenerError });
  /** How the time is led, for people. */
  const led = (): ClockSelection["state"] => {
    if (music.leader === null) return clock.state;
    const shownTempo = Math.round(music.timeline.tempo * 10) / 10;
    return { ...clock.state, source: music.leader, sourceState: "locked", shownTempo };
  };
  const stage = new StageSink(tell, ms(show.lookaheadMs), time, led);
  const planner = new Planner({ time, sinks: [...outputs, stage], transport: music.change, report });
  const { on, level, countIn } = show.metronome;
  const rehearsal = new Rehearsal({ metronome: on, level, countIn }, onListenerError);
  // Clicks are nobody's playing: they have outputs and a planner of their own.
  const clickOutputs = openClicks(show, thread, report);
  const clickPlanner = new Planner({ time, sinks: clickOutputs, transport: music.change, report });

  const engine = await engineStarting;
  const stored = await openMemories(
    show,
    engine?.memories ?? null,
    (named) => besideShow(named, showPath),
    time,
    report,
  );
  const members = await openMembers({ show, engine, seed, place, report });
  await Promise.race([picture.ownScenes.ready, pause(time, READY_WITHIN_MS)]);
  const [firstScene = HOUSE_SCENES[0], ...otherScenes] = scenes.scenes;
  const palettes = palettesOf(show.palettes);
  const memories = new MemoryBoard(tell);
  const ensemble = new Ensemble({
    show,
    members,
    scenes: [firstScene, ...otherScenes],
    change: music.change,
    backend: engine?.backend.name ?? null,
    time,
    seed,
    output: planner,
    journal,
    minds,
    memories: engine?.memories ?? null,
    memoryListener: memories,
    report,
    onListenerError,
  });
  const { band, director } = ensemble;
  engine?.postBy(ensemble);

  const replay = new Replay({
    folder: takes.shelf.folder,
    open: openTakeApart,
    music,
    ensemble,
    live: inputs.live,
    scenes: () => scenes.scenes.map(({ name }) => name),
    ownScenes: () => ownScenes.state,
    panic: () => planner.panic(),
    carryOut: (command, origin) => gate.carryOut(command, origin),
    controls: () => controls.values,
    time,
    report,
    onListenerError,
  });
  const gate = new Gate(
    {
      ...ledBy(replay, clockCommands(transport, clock, rehearsal)),
      ...replayCommands(replay),
      ...ensembleCommands(ensemble, (model) => models.named(model)),
      panic: (order) => {
        ensemble.order(order);
        planner.panic();
        clickPlanner.panic();
      },
      ...pictureCommands(() => ensemble.directing, picture.board),
      ...outputCommands(picture.media.board, picture.projectors, picture.recordings),
      ...takeCommands(takes, (take) => films.demandIdle(take)),
      ...filmCommands(films),
    },
    time,
    onListenerError,
  );

  const transportState = (): TransportState => ({ ...stateOf(music.change), ...led() });
  const turnable = (): Turnable => ({
    // Tempo and metre of a take are nobody's settings.
    transport: { ...stateOf(transport.change), playing: music.playing, ...clock.state },
    voices: band.states(),
    director: director.state,
    log: takes.state,
    rehearsal: rehearsal.state,
    ...pictureState(picture),
  });
  const controls = new ControlState(turnable, time, onListenerError);
  const lateDropped = (): number => planner.lateDropped + thread.statistics.lateDropped;
  const overview = (): Overview => ({
    show: show.name,
    transport: transportState(),
    voices: band.states(),
    status: board.status({
      connections: [
        ...inputs.connections(),
        ...clock.connections,
        ...connectionsOf([...outputs, ...clickOutputs]),
        ...connected.connections,
      ],
      liveSource: replay.drummer ?? inputs.live.current,
      backend: engine?.backend ?? null,
      lateDropped: lateDropped(),
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
    scene: ensemble.directing.cue.scene,
    upcoming: stage.upcoming,
    past: stage.past,
    remembered: memories.known,
    gains: memories.gains,
    cue: stage.cue,
    models: models.names,
    palettes: palettes.filter((palette) => !PALETTES.includes(palette)),
    director: ensemble.directing,
    ...pictureState(picture),
    rehearsal: rehearsal.state,
    log: takes.state,
    takes: takes.shelf,
    replay: replay.state,
    film: films.state,
    controls: controls.values,
  });

  // Live notes: the shortest way through the house.
  inputs.live.onHit((hit) => ensemble.hit(hit, inputs.live.current));
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
  music.onChange((change) => {
    planner.setTransport(change);
    clickPlanner.setTransport(change);
    minds.retime(change.timeline);
    ensemble.setTransport(change);
  });
  // It tells of steps by what the ensemble has been told of the transport.
  const ticker = new StepTicker(time, music, report);
  const metronome = new Metronome({ time, music, rehearsal, plan: (notes) => clickPlanner.plan(notes) });
  ticker.onStep((step) => ensemble.closeStep(step));
  scenes.changed.on((offered) => {
    ensemble.offer(offered);
    session.scenesChanged(gate.carryOut);
  });
  ownScenes.withdrawn.on((name) => ensemble.withdraw(name));
  picture.board.changed.on(() => ensemble.rest(picture.board.state.frozenAt !== null));
  ensemble.directed.on(() => picture.media.showing(ensemble.directing.cue.scene));
  // Whatever has changed, the pages are told.
  clock.changed.on(() => tell.transport(transportState()));
  band.changed.on(() => tell.voices(band.states()));
  ensemble.directed.on(() => tell.director(ensemble.directing));
  controls.changed.on((values) => tell.controls(values));
  const touch = (): void => controls.touch();
  // How the tempo is led is told by the clock, now and then; it may change with every tick.
  music.onChange(({ jumped, playing }) => {
    if (jumped || !playing) touch();
  });
  // What the band and the board have is turned by orders alone, and those pass the gate.
  for (const { changed } of [clock, director, takes, rehearsal]) changed.on(touch);
  tellPicture(picture, tell, touch);
  rehearsal.changed.on((state) => tell.rehearsal(state));
  replay.changed.on(() => {
    tell.replay(replay.state);
    tell.transport(transportState());
  });
  takes.changed.on(() => tell.log(takes.state));
  takes.shelved.on(() => tell.takes(takes.shelf));
  films.changed.on(tell.film);
  if (onAnswer !== undefined) band.answered.on(onAnswer);

  recordHouse(write, { gate, controls, clock, picture, band, ticker, lateDropped });
  takes.open();
  picture.media.open();
  picture.recordings.begin();
  ensemble.open();
  const back = session.restore(gate.carryOut, () => controls.values, show.seed !== null);

  let disposed: Promise<void> | null = null;
  const takeDown = async (): Promise<void> => {
    replay.stop();
    transport.stop();
    connected.dispose();
    ticker.dispose();
    controls.dispose();
    clock.dispose();
    inputs.dispose();
    models.dispose();
    ensemble.dispose();
    planner.dispose();
    metronome.dispose();
    clickPlanner.dispose();
    minds.dispose();
    const kept = [session.end(), picture.dispose(), takes.dispose(), films.dispose(), stored.dispose()];
    await Promise.allSettled([
      ...[...outputs, ...clickOutputs].map((output) => output.dispose()),
      stage.dispose(),
      ...kept,
    ]);
    await Promise.allSettled([thread.dispose(), server.dispose(), engine?.dispose()]);
    music.dispose();
    transport.dispose();
    board.dispose();
  };
  const dispose = (): Promise<void> => (disposed ??= takeDown());

  try {
    const addresses = await server.listen({
      ...pictureContent(picture),
      take: (name) => takes.headerText(name),
      takeFile: (name, kind, request) => takeFiles.serve(name, kind, request),
      takeThumbnail: (name, request) => films.thumbnail(name, request),
      takeFilm: (name, film, request) => films.film(name, film, request),
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
    return { addresses, links: server.links, seed, snapshot, report, replay, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
};

const stateOf = ({ playing, timeline, metre, rest }: TransportChange) => {
  const { tempo, originBeats, originMs } = timeline;
  return { playing, ...(playing ? {} : { rest }), tempo, originBeats, originMs, ...metre };
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
