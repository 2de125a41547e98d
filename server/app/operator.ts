import { reasonOf } from "../../shared/events/report.ts";
import type { DeskCommand, DeskReply } from "../../shared/protocol/desk.ts";
import { isProjectorCommand } from "../../shared/protocol/projectors.ts";
import { bpm, ms } from "../../shared/time/units.ts";
import type { Planner } from "../io/output/planner.ts";
import type { Band } from "../music/band/band.ts";
import type { ClockSelection } from "../music/clock/clock-selection.ts";
import type { Transport } from "../music/clock/transport.ts";
import type { ModelList } from "../music/rhythm/model-list.ts";
import type { Director } from "../picture/director/director.ts";
import { isPictureCommand, obey as obeyPicture } from "../picture/director/obey.ts";
import type { PictureRoom } from "../picture/picture.ts";

/** Whom the operator's orders reach. */
export interface Orchestra {
  readonly transport: Transport;
  readonly clock: ClockSelection;
  readonly band: Band;
  readonly planner: Planner;
  readonly director: Director;
  readonly picture: PictureRoom;
  readonly models: ModelList;
}

const DONE: DeskReply = { ok: true };

/**
 * Carries out what the desk orders: at once, but for what takes its time, which is answered when it is
 * done. Never throws or rejects: what cannot be done is answered with the reason.
 */
export const carryOut = (command: DeskCommand, orchestra: Orchestra): DeskReply | Promise<DeskReply> => {
  try {
    const reply = obey(command, orchestra);
    return reply instanceof Promise ? reply.catch(refused) : reply;
  } catch (error) {
    return refused(error);
  }
};

const refused = (error: unknown): DeskReply => ({ ok: false, reason: reasonOf(error) });

const obey = (command: DeskCommand, orchestra: Orchestra): DeskReply | Promise<DeskReply> => {
  const { transport, clock, band, planner, director, picture, models } = orchestra;
  if (isPictureCommand(command)) {
    obeyPicture(command, director, picture.board);
    return DONE;
  }
  if (isProjectorCommand(command)) {
    picture.projectors.obey(command);
    return DONE;
  }
  switch (command.do) {
    case "start":
      transport.start();
      return DONE;
    case "stop":
      transport.stop();
      return DONE;
    case "tempo":
      return transport.setTempo(bpm(command.bpm)) ? DONE : tempoIsElsewhere(transport);
    case "tap":
      return clock.tap(command.at).done === "refused" ? tempoIsElsewhere(transport) : DONE;
    case "nudge":
      transport.nudge(ms(command.ms));
      return DONE;
    case "clock":
      clock.choose(command.source);
      return DONE;
    case "clock-follow":
      clock.followTransport(command.transport);
      return DONE;
    case "follow-drummer":
      clock.followDrummer(command.on);
      return DONE;
    case "metre":
      transport.setMetre({ numerator: command.numerator, denominator: command.denominator });
      return DONE;
    case "panic":
      band.panic();
      director.halt();
      planner.panic();
      return DONE;
    case "voice":
      band.set(command.voice, command.set);
      return DONE;
    case "model":
      models.look();
      return band.changeModel(command.voice, models.named(command.model)).then(() => DONE);
    case "mutate":
      band.mutate(command.voice);
      return DONE;
    case "clip":
      picture.media.board.use(command.name, command.on);
      return DONE;
    case "end-call":
      band.endCall(command.voice);
      return DONE;
    case "record":
      return (command.on ? picture.recordings.start(command.projector) : picture.recordings.stop()).then(() => DONE);
  }
};

const tempoIsElsewhere = ({ source }: Transport): DeskReply => ({
  ok: false,
  reason: `The tempo comes from ${source.name}; choose the internal clock to set it here.`,
});
