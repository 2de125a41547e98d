import { DEFAULT_VOICE_SETTINGS } from "../../shared/controls/band.ts";
import type { Note } from "../../shared/music/note.ts";
import type { Snapshot, VoiceState } from "../../shared/protocol/state.ts";
import { PROTOCOL_VERSION } from "../../shared/protocol/version.ts";
import { beats, ms } from "../../shared/time/units.ts";

/** A voice as the pages see it, idle unless told otherwise. */
export const voiceState = (name: string, changes: Partial<VoiceState> = {}): VoiceState => ({
  name,
  kind: "model",
  sounds: true,
  listensTo: [],
  model: "models/groove",
  settings: DEFAULT_VOICE_SETTINGS,
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
  callSurpriseWithMemory: null,
  responseSurpriseWithMemory: null,
  gain: null,
  fallbacks: 0,
  ...changes,
});

/** The four voices of the default show, playing at 120 bpm since moment 0. */
export const snapshot = (changes: Partial<Snapshot> = {}): Snapshot => ({
  protocol: PROTOCOL_VERSION,
  now: 0,
  seed: 1,
  show: "test",
  colours: { drummer: "#f2b134", model1: "#4fc3f7", model2: "#f06292", video: "#9ccc65" },
  scene: "first",
  transport: {
    playing: true,
    tempo: 120,
    originBeats: 0,
    originMs: 0,
    numerator: 4,
    denominator: 4,
    source: "internal",
    sourceState: "locked",
    clock: {
      choice: "internal",
      choices: ["internal", "link", "midi:TD-17", "auto"],
      why: "chosen",
      followsTransport: true,
      followsDrummer: false,
      confidence: null,
      jitter: null,
      lost: null,
      doubled: null,
      trouble: "",
      nudged: 0,
    },
  },
  voices: [
    voiceState("drummer", { kind: "live", model: null }),
    voiceState("model1", { listensTo: ["drummer"] }),
    voiceState("model2", { listensTo: ["model1"] }),
    voiceState("video", { listensTo: ["model2"], sounds: false }),
  ],
  status: {
    connections: [],
    liveSource: "demo drummer",
    reports: [],
    backend: { name: "wasm", stepMs: 0.4 },
    lateDropped: 0,
    wakeP99: 0.1,
    loopP99: 1.2,
  },
  upcoming: [],
  cue: null,
  ...changes,
});

/** A note of model1 on a beat of 120 bpm. */
export const note = (id: number, changes: Partial<Note> = {}): Note => ({
  id,
  voice: "model1",
  drum: "kick",
  velocity: 100,
  beat: beats(id),
  duration: beats(0.25),
  at: ms(id * 500),
  surprise: 0.5,
  live: false,
  ...changes,
});
