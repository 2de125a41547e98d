import { PALETTES } from "../../../shared/picture/palette.ts";
import type { MediaState } from "../../../shared/protocol/media.ts";
import type { PictureState } from "../../../shared/protocol/picture.ts";
import type { ProjectorsState } from "../../../shared/protocol/projectors.ts";
import type { Snapshot, VoiceState } from "../../../shared/protocol/state.ts";
import { PROTOCOL_VERSION } from "../../../shared/protocol/version.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { beats, bpm, type Ms } from "../../../shared/time/units.ts";
import { palettesOf, setListOf } from "../../core/show/picture-entries.ts";
import { coloursOf, type VoiceEntry } from "../../core/show/voice-entry.ts";
import { wordsOf } from "../../core/show/words.ts";
import type { PlannerTransport } from "../../io/output/planner.ts";
import { HOUSE_SCENES } from "../../picture/scenes/house-scenes.ts";
import type { RecordOf, TakeRecord } from "../../takes/log/record.ts";
import type { TakeHeader } from "../../takes/take-header.ts";
import { isInForce, transportOf, transportState } from "./told-of-take.ts";

/** What a stage would have been told that joined the take at `from`; `records` begin with what was true then. */
export const welcomeOf = async (
  { show, seed, run }: TakeHeader,
  records: AsyncIterable<TakeRecord>,
  from: Ms,
): Promise<Snapshot> => {
  let transport: PlannerTransport = {
    at: from,
    playing: false,
    timeline: new Timeline(bpm(show.tempo), beats(0), from),
    metre: show.metre,
    jumped: false,
    rest: beats(0),
  };
  let cue: RecordOf<"cue">["cue"] | null = null;
  const told = new Map<RecordOf<"told">["event"], unknown>();
  for await (const record of records) {
    if (record.at >= from) break;
    if (record.kind === "transport") transport = transportOf(record);
    else if (record.kind === "told") told.set(record.event, record.state);
    else if (isInForce(record, from) && record.cue.id > (cue?.id ?? -1)) cue = record.cue;
  }
  const [first] = setListOf(show.scenes);
  return {
    protocol: PROTOCOL_VERSION,
    now: from,
    seed,
    run,
    show: show.name,
    colours: coloursOf(show.voices),
    words: wordsOf(show),
    scene: cue?.scene ?? first?.scene ?? HOUSE_SCENES[0].name,
    transport: transportState(transport),
    voices: show.voices.map(voiceState),
    status: {
      connections: [],
      liveSource: "",
      reports: [],
      backend: null,
      lateDropped: 0,
      wakeP99: null,
      loopP99: 0,
    },
    upcoming: [],
    cue,
    palettes: palettesOf(show.palettes).filter((palette) => !PALETTES.includes(palette)),
    ...(told.has("picture") ? { picture: told.get("picture") as PictureState } : {}),
    ...(told.has("media") ? { media: told.get("media") as MediaState } : {}),
    ...(told.has("projectors") ? { projectors: told.get("projectors") as ProjectorsState } : {}),
  };
};

/** A voice as the picture knows it; what it was doing at the moment is not in a take, and no scene asks. */
const voiceState = ({ name, kind, sounds, listensTo, model, settings }: VoiceEntry): VoiceState => ({
  name,
  kind,
  sounds,
  listensTo,
  model: kind === "live" ? null : model,
  settings,
  phase: "idle",
  phaseFrom: null,
  phaseUntil: null,
  calls: 0,
  responses: 0,
  callSurprise: null,
  responseSurprise: null,
  sampledCallSurprise: null,
  sampledResponseSurprise: null,
  logLikelihood: null,
  fallbacks: 0,
});
