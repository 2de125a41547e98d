import "./stage.css";
import type { Report } from "../../shared/events/report.ts";
import { FIRST_PROJECTOR, PROJECTOR_NAME } from "../../shared/mapping/plain-projector.ts";
import { type Ms, ms } from "../../shared/time/units.ts";
import { ClipLibrary } from "../clips/library.ts";
import { Editor } from "../mapping/editor.ts";
import { LiveProjector } from "../mapping/live-projector.ts";
import { NamePlate } from "../mapping/name-plate.ts";
import { RecordStage } from "../recording/record-stage.ts";
import { LimiterNews } from "../safety/limiter-news.ts";
import type { SceneKind } from "../scene-api/scene.ts";
import { bearer, heldToken, reloadOnNewToken } from "../socket/held-token.ts";
import { reloadWhenOutdated } from "../socket/reload-outdated.ts";
import { ServerConnection } from "../socket/server-connection.ts";
import { Clicks, type ClickTone } from "../sound/clicks.ts";
import { Metronome } from "../sound/metronome.ts";
import { Sound } from "../sound/sound.ts";
import { pageTime } from "../time/page-time.ts";
import { ServerTime } from "../time/server-time.ts";
import { Calibration } from "./calibration.ts";
import { CountPlate } from "./count-plate.ts";
import { fixedSize } from "./fixed-size.ts";
import { FrameLoop } from "./frame-loop.ts";
import { toggleFullScreen } from "./full-screen.ts";
import { Graphics } from "./graphics.ts";
import { IdlePointer } from "./idle-pointer.ts";
import { Instruments } from "./instruments.ts";
import { Overlay } from "./overlay.ts";
import { PageNotes } from "./page-notes.ts";
import { ProjectorDelay } from "./projector-delay.ts";
import { Resolution } from "./resolution.ts";
import { ShowingNews } from "./showing-news.ts";
import { Stage } from "./stage.ts";
import { ThumbnailCamera } from "./thumbnail-camera.ts";
import { thumbnailPicture } from "./thumbnail-picture.ts";
import { Toolbar } from "./toolbar.ts";
import { WakeLock } from "./wake-lock.ts";

// The stage's composition root: builds everything and wires it to the page.

const options = new URLSearchParams(location.search);
const output = options.get("output")?.normalize();
const reports: string[] = [];
const report = ({ level, text }: Report): void => {
  reports.push(text);
  if (reports.length > 20) reports.shift();
  if (level === "error") console.error(text);
};
const onError = (error: unknown): void => console.error(error);

// A source of a streaming program: through what is dark one sees what lies behind, and its size is what was asked for.
const transparent = options.has("transparent");
document.documentElement.classList.toggle("transparent", transparent);
const fixed = fixedSize(options.get("size"));
if (options.has("size") && fixed === null)
  report({ room: "stage", level: "warning", text: "A size is written like ?size=1920x1080; the window is filled." });
if (fixed !== null && fixed.remark !== "") report({ room: "stage", level: "warning", text: fixed.remark });

const token = heldToken();
reloadOnNewToken();
const notes = new PageNotes(pageTime, transparent || fixed !== null);
const connection = new ServerConnection("stage", onError, undefined, output, token);
reloadWhenOutdated(connection);
const server = new ServerTime(connection, pageTime);
const stage = new Stage(onError);
const isNamed = output !== undefined && PROJECTOR_NAME.test(output);
if (output !== undefined && !isNamed)
  report({
    room: "stage",
    level: "error",
    text: `"output" must be a name of at most 40 letters, digits, spaces, - and _; this projector is "${FIRST_PROJECTOR}".`,
  });
const projector = new LiveProjector(isNamed ? output : FIRST_PROJECTOR, connection, onError);
const projectorDelay = new ProjectorDelay(options.get("delay"), (delay) => projector.edit({ delay }));
const graphics = new Graphics(stage, projector.view, pageTime, report, {
  webgpu: options.has("webgpu"),
  transparent,
  fixed,
  onTrouble: (text) => {
    notes.hasPicture = text === null;
    notes.say("graphics", text);
  },
});
const clips = new ClipLibrary(pageTime, report, (message) => connection.tellClips(message));
stage.performance.media = clips;
const resolution = new Resolution();
const wakeLock = new WakeLock();
const overlay = new Overlay();
const toolbar = new Toolbar();
const editor = new Editor(projector);
const namePlate = new NamePlate(projector.view.name);
const newClicker = () => {
  const clicks = new Clicks();
  const at = (moment: Ms, tone?: ClickTone): void => clicks.at(server.toPage(moment), tone);
  return { at, dispose: () => clicks.dispose() };
};
const calibration = new Calibration(projectorDelay, newClicker);
const metronome = new Metronome(pageTime, () => server.now(), newClicker);
const countPlate = options.has("count") ? new CountPlate() : null;
new IdlePointer(pageTime, (active) => {
  toolbar.active = active && fixed === null && !transparent;
  notes.active = active;
});

projector.changed.on((view) => {
  graphics.projector = view;
  projectorDelay.tell(view.setup.delay);
});

const soundButton = toolbar.button("sound", "s: hear the band in this browser", () => void sound.toggle());
const sound = new Sound(server, pageTime, report, (state) => {
  soundButton.pressed(state === "on" || state === "loading");
  metronome.heard = state === "on";
});

const recording = new RecordStage({
  connection,
  graphics,
  sound,
  toolbar,
  projector: projector.view.name,
  headers: bearer(token),
  seenAt: () => server.toPage(stage.moment),
  time: pageTime,
  report,
});

stage.scenes.loaded.on((message) => connection.tellScene(message));
stage.scenes.failed.on((message) => connection.tellFault(message));
stage.scenes.tried.on((message) => connection.tellTrial(message));
// A stage that goes without a goodbye is taken to hang, by the scene it tried last.
addEventListener("pagehide", () => connection.dispose());
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) location.reload();
});
stage.scenes.lacking.on(({ scene, reason }) =>
  notes.say(`scene ${scene}`, `This browser cannot show the scene "${scene}": ${reason}.`),
);
stage.scenes.changed.on((scene) => notes.say(`scene ${scene}`, null));
if (import.meta.env.DEV)
  addEventListener("antiphon:scene", (event) => stage.scenes.replace((event as CustomEvent<SceneKind>).detail));
connection.welcomed.on((snapshot) => {
  stage.welcome(snapshot);
  sound.panic();
  sound.add(snapshot.upcoming);
});
connection.welcomed.on(() => clips.welcome());
connection.notes.on((notes) => {
  stage.performance.add(notes);
  stage.performance.prune(server.now());
  sound.add(notes);
});
connection.revoked.on((ids) => {
  stage.performance.revoke(ids);
  sound.revoke(ids);
});
connection.minded.on((minds) => {
  stage.performance.addMinds(minds);
  stage.performance.prune(server.now());
});
connection.forgot.on(({ voice, step }) => stage.performance.forget(voice, step));
connection.panicked.on(() => {
  stage.performance.panic();
  sound.panic();
});
connection.cued.on((cue) => stage.cue(cue));
connection.retimed.on((transport) => sound.retime(stage.setTransport(transport, server.now())));
connection.changed.on(({ snapshot, state }) => {
  document.title = state === "open" ? "Antiphon stage" : "Antiphon stage (reconnecting)";
  if (snapshot === null) return;
  stage.scenes.set(snapshot.ownScenes ?? []);
  stage.setVoices(snapshot.voices);
  stage.performance.setRemembered(snapshot.remembered ?? []);
  sound.setVoices(snapshot.voices);
  metronome.tell(snapshot.transport, snapshot.rehearsal, snapshot.replay);
  if (snapshot.projectors !== undefined) projector.tell(snapshot.projectors);
  if (snapshot.picture !== undefined) stage.setByHand(snapshot.picture);
  if (snapshot.media !== undefined) clips.set(snapshot.media, snapshot.seed);
});

toolbar.button("mapping", "m: corners, mesh and masks of this projector", () => editor.toggle());
toolbar.button("full screen", "f, or double click", () => void toggleFullScreen());
document.addEventListener("dblclick", () => void toggleFullScreen());
document.addEventListener("keydown", (event) => {
  if (editor.key(event)) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (calibration.key(event.key) || event.repeat) return;
  if (event.key === "c") calibration.toggle();
  if (event.key === "f") void toggleFullScreen();
  if (event.key === "m") editor.toggle();
  if (event.key === "i") overlay.toggle();
  if (event.key === "s") void sound.toggle();
  if (event.key === "r") void recording.toggle();
});

const showingNews = new ShowingNews((scene) => connection.tellShowing(scene));
connection.welcomed.on(() => showingNews.renew());
const thumbnails = new ThumbnailCamera(
  stage.scenes,
  async () => {
    const { canvas } = graphics;
    // Of a page that only looks on nothing is taken.
    return canvas === null || connection.snapshot?.objection !== undefined ? null : thumbnailPicture(canvas);
  },
  (message) => connection.tellThumbnail(message),
);
const limiterNews = new LimiterNews((limiting) => connection.tellLimiter(limiting));
const loop = new FrameLoop({
  stage,
  graphics,
  server,
  time: pageTime,
  delay: () => projectorDelay.length,
  resolution: fixed === null ? resolution : null,
  onShown: (stamp) => {
    recording.frame(stamp);
    thumbnails.frame(graphics.alone, ms(stamp));
  },
  onFrame: () => {
    showingNews.frame(graphics.showing);
    limiterNews.frame(stage.limiter.limiting, pageTime.now());
    namePlate.frame(projector.identifiedAt, server.now());
    calibration.frame(stage.performance.frame, server.now());
    const { snapshot } = connection;
    if (snapshot !== null) countPlate?.frame(stage.performance.frame, snapshot.transport, snapshot.rehearsal);
    if (graphics.drawn && graphics.renderer !== null) clips.upload(graphics.renderer);
  },
});

const tellOperator = (): void => {
  overlay.show({
    fps: 1000 / Math.max(1, loop.recent.mean),
    ...graphics.size,
    scale: resolution.scale,
    clockErrorMs: server.errorBound,
    connection: connection.state,
    onsetP95Ms: stage.onsets.figures().p95Ms,
    losses: graphics.losses,
    scene: stage.scene,
    clips: clips.done,
    newestReport: reports.at(-1) ?? "",
  });
  pageTime.wake(ms(pageTime.now() + 500), tellOperator);
};
tellOperator();

window.antiphonStage = new Instruments({
  stage,
  graphics,
  server,
  connection,
  sound,
  resolution,
  wakeLock,
  loop,
  reports,
});
