/** A kind of file that a take is written as. */
export interface TakeFileKind {
  /** For people. */
  readonly title: string;
  readonly about: string;
  /** Of the file's name. */
  readonly ending: string;
  readonly mime: string;
}

/** By the name that the command line and HTTP have for it. */
export const TAKE_FILES = {
  midi: {
    title: "MIDI",
    about: "Standard MIDI File: a track a voice, tempi, metres, markers",
    ending: "mid",
    mime: "audio/midi",
  },
  dawproject: {
    title: "DAWproject",
    about: "DAWproject, for Bitwig Studio, Cubase, Studio One",
    ending: "dawproject",
    mime: "application/zip",
  },
  csv: { title: "CSV", about: "table of notes and markers, for spreadsheets", ending: "csv", mime: "text/csv" },
  jsonl: {
    title: "JSON Lines",
    about: "the same as JSON Lines, with tempi and metres",
    ending: "jsonl",
    mime: "application/jsonl",
  },
  notes: {
    title: "NoteSequence",
    about: "NoteSequence of Magenta, as protobuf",
    ending: "pb",
    mime: "application/x-protobuf",
  },
  summary: {
    title: "Summary",
    about: "what happened, in figures to be plotted, as JSON",
    ending: "json",
    mime: "application/json",
  },
} as const satisfies Record<string, TakeFileKind>;

export type TakeFileName = keyof typeof TAKE_FILES;

/** Where the server writes a take as such a file for whoever may operate. */
export const takeFileAddress = (take: string, kind: TakeFileName): string =>
  `/takes/${encodeURIComponent(take)}/${kind}`;

/** Where the page of a take is; with `beside`, compared with another. */
export const takePageAddress = (take: string, beside?: string): string => {
  const named = new URLSearchParams({ name: take, ...(beside === undefined ? {} : { with: beside }) });
  return `/take?${named}`;
};
