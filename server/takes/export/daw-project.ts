import { strToU8, type Zippable, zipSync } from "fflate";
import type { Beats } from "../../../shared/time/units.ts";
import { DRUM_CHANNEL } from "./midi.ts";
import { type MusicVoice, notesOf, type TakeMusic } from "./take-music.ts";
import { type Element, element, xmlOf } from "./xml.ts";

/** Of DAWproject, see `Project.xsd` in github.com/bitwig/dawproject. */
const VERSION = "1.0";

/** The earliest time that a ZIP file can say: the same take gives the same bytes. */
const MADE = new Date(1980, 0, 1);

/**
 * A take as a DAWproject, which Bitwig Studio, Cubase, Studio One and others open: a track with one clip for each of
 * `voices`, tempo and metres as automation, markers. `program` is the version of this program.
 */
export const dawProjectOf = (music: TakeMusic, voices: readonly MusicVoice[], program: string): Uint8Array => {
  const files: Zippable = {
    "project.xml": strToU8(xmlOf(projectOf(music, voices, program))),
    "metadata.xml": strToU8(xmlOf(element("MetaData", {}, [element("Title", {}, [music.name])]))),
  };
  return zipSync(files, { mtime: MADE });
};

const projectOf = (music: TakeMusic, voices: readonly MusicVoice[], program: string): Element => {
  const { time, markers } = music;
  const [first] = time.bars;
  return element("Project", { version: VERSION }, [
    element("Application", { name: "Antiphon", version: program }),
    element("Transport", {}, [
      element("Tempo", { unit: "bpm", value: time.tempi.changes[0]!.bpm, id: TEMPO, name: "Tempo" }),
      element("TimeSignature", { ...first!.metre, id: METRE }),
    ]),
    element("Structure", {}, [...voices.map(trackOf), MASTER_TRACK]),
    element("Arrangement", { id: "arrangement" }, [
      element(
        "Lanes",
        { timeUnit: "beats", id: "lanes" },
        voices.map((voice, i) => lanesOf(music, voice, i)),
      ),
      // A list of markers may not be empty.
      ...(markers.length === 0
        ? []
        : [
            element(
              "Markers",
              { timeUnit: "beats", id: "markers" },
              markers.map(({ beat, kind, text }) =>
                element("Marker", { time: placed(beat), name: `${kind}: ${text}` }),
              ),
            ),
          ]),
      element("TempoAutomation", { unit: "bpm", timeUnit: "beats", id: "tempi" }, [
        element("Target", { parameter: TEMPO }),
        ...time.tempi.changes.map(({ beat, bpm }) =>
          element("RealPoint", { time: placed(beat), value: bpm, interpolation: "hold" }),
        ),
      ]),
      element("TimeSignatureAutomation", { timeUnit: "beats", id: "metres" }, [
        element("Target", { parameter: METRE }),
        ...time.metres.map(({ beat, metre }) => element("TimeSignaturePoint", { time: placed(beat), ...metre })),
      ]),
    ]),
  ]);
};

const TEMPO = "tempo";
const METRE = "metre";
const MASTER = "master-channel";

const trackOf = ({ name, colour }: MusicVoice, i: number): Element =>
  element("Track", { contentType: "notes", loaded: true, id: trackId(i), name, color: colour }, [
    channelOf(`channel-${i}`, { destination: MASTER, role: "regular" }),
  ]);

const channelOf = (id: string, more: Readonly<Record<string, string>>): Element =>
  element("Channel", { audioChannels: 2, ...more, solo: false, id }, [
    element("Mute", { value: false, id: `${id}-mute`, name: "Mute" }),
    element("Pan", { max: 1, min: 0, unit: "normalized", value: 0.5, id: `${id}-pan`, name: "Pan" }),
    element("Volume", { max: 2, min: 0, unit: "linear", value: 1, id: `${id}-volume`, name: "Volume" }),
  ]);

const MASTER_TRACK = element("Track", { contentType: "audio notes", loaded: true, id: "master", name: "Master" }, [
  channelOf(MASTER, { role: "master" }),
]);

const trackId = (i: number): string => `track-${i}`;

const lanesOf = (music: TakeMusic, voice: MusicVoice, i: number): Element => {
  const notes = notesOf(music, voice.name).map(({ beat, duration, drum, velocity }) =>
    element("Note", {
      time: placed(beat),
      duration,
      channel: DRUM_CHANNEL - 1,
      key: music.pitches[drum],
      vel: velocity / 127,
    }),
  );
  return element("Lanes", { track: trackId(i), id: `lanes-${i}` }, [
    element("Clips", { id: `clips-${i}` }, [
      element("Clip", { time: 0, duration: music.time.beats, playStart: 0, name: voice.name, color: voice.colour }, [
        element("Notes", { id: `notes-${i}` }, notes),
      ]),
    ]),
  ]);
};

/** What was rounded below the beginning lies on it. */
const placed = (beat: Beats): number => Math.max(0, beat);
