import "../stage/stage.css";
import { type Report, reasonOf } from "../../shared/events/report.ts";
import { FIRST_PROJECTOR } from "../../shared/mapping/plain-projector.ts";
import { ClipLibrary } from "../clips/library.ts";
import { plainView } from "../mapping/projector-view.ts";
import { Graphics } from "../stage/graphics.ts";
import { Stage } from "../stage/stage.ts";
import { pageTime } from "../time/page-time.ts";
import { FilmFrames } from "./film-frames.ts";
import { FilmLink } from "./film-link.ts";
import { FilmMaker } from "./film-maker.ts";
import { FilmProjector } from "./film-projector.ts";
import { makeSound } from "./film-sound.ts";

// The composition root of the page that makes a film of a take: the stage's picture, whose time is the film's own. The
// machine's is used for patience only.

const link = new FilmLink(new URL(location.href));

const make = async (): Promise<void> => {
  const order = await link.order();
  const { welcome, kind } = order;
  if (order.sound !== "none" && kind !== null) await makeSound(order, kind, link);
  if (order.begin >= order.frames) return;

  let view = plainView(order.projector ?? FIRST_PROJECTOR);
  let graphics: Graphics | null = null;
  const report = ({ text }: Report): void => void link.tell({ is: "remark", text });
  const stage = new Stage((error) => report({ room: "film", level: "error", text: reasonOf(error) }));
  const clips = new ClipLibrary(pageTime, report, () => {});
  const projector = new FilmProjector(order.projector, (next) => {
    view = next;
    if (graphics !== null) graphics.projector = next;
  });
  stage.performance.media = clips;
  stage.scenes.lacking.on(({ scene, reason }) =>
    report({ room: "film", level: "warning", text: `This browser cannot show the scene "${scene}": ${reason}.` }),
  );
  stage.welcome(welcome);
  stage.scenes.set(welcome.ownScenes ?? []);
  if (welcome.projectors !== undefined) projector.tell(welcome.projectors);
  if (welcome.media !== undefined) clips.set(welcome.media, welcome.seed);

  const frames = new FilmFrames(order, await link.told(), { stage, clips, projector, seed: welcome.seed });
  await frames.catchUp();
  let giveUp: (reason: Error) => void = () => {};
  const trouble = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  graphics = new Graphics(stage, view, pageTime, report, {
    webgpu: false,
    transparent: order.alpha,
    fixed: order,
    ahead: false,
    onTrouble: (text) => {
      if (text !== null) giveUp(new Error("the browser gives no graphics"));
    },
  });
  await Promise.race([frames.begin(graphics), trouble]);
  await new FilmMaker(order, frames, link).make();
};

make()
  .then(() => link.tell({ is: "done" }))
  .catch((error: unknown) => link.tell({ is: "failed", reason: reasonOf(error) }));
