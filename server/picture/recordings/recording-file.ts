import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";

/** A file that grows. */
export interface RecordingFile {
  /** As it is called while it grows: it ends in `.part`. */
  readonly name: string;
  /**
   * Adds to its end, as it comes, and resolves with how much that was. Rejects when the disk does not take it, or the
   * chunks end with an error; what was added before stays, and nothing of these.
   */
  append(chunks: AsyncIterable<Uint8Array>): Promise<number>;
  /** Closes it; resolves with whether anything is in it. An empty one is removed. */
  end(): Promise<boolean>;
}

/** Makes a file in `folder` called `stem`, or like it where that is taken; never writes over anything. */
export type OpenRecording = (folder: string, stem: string, ending: string) => Promise<RecordingFile>;

/** So many names are tried. */
const MOST_TRIES = 100;

const PART = ".part";

/** It grows as NAME.mp4.part: a file without `.part` is finished. */
export const openRecording: OpenRecording = async (folder, stem, ending) => {
  await mkdir(folder, { recursive: true });
  const [file, part] = await create(folder, (again) => `${stem}${again}.${ending}${PART}`);
  let length = 0;
  return {
    name: part,
    async append(chunks) {
      let added = 0;
      for await (const chunk of chunks) {
        // At its place: what was cut short is written over by the next try.
        for (let done = 0; done < chunk.length; ) {
          const { bytesWritten } = await file.write(chunk, done, chunk.length - done, length + added);
          done += bytesWritten;
          added += bytesWritten;
        }
      }
      length += added;
      return added;
    },
    async end() {
      await file.truncate(length).catch(() => {});
      await file.close();
      if (length === 0) await rm(join(folder, part), { force: true });
      return length > 0;
    },
  };
};

/** Gives `file` the name that the recording `part` is to have in the end, or one like it, and resolves with that. */
export const giveName = async (folder: string, file: string, part: string): Promise<string> => {
  const [, stem, ending] = /^(.*)\.([^.]+)\.part$/.exec(part) ?? [];
  if (stem === undefined) throw new Error(`"${part}" is no recording that grows`);
  // The name is taken first, by an empty file that only this one may replace.
  const [taken, name] = await create(folder, (again) => `${stem}${again}.${ending}`);
  await taken.close();
  await rename(join(folder, file), join(folder, name));
  return name;
};

/** The first of the names that is free. */
const create = async (folder: string, nameOf: (again: string) => string): Promise<[FileHandle, string]> => {
  for (let i = 1; ; i++) {
    const name = nameOf(i === 1 ? "" : `-${i}`);
    try {
      return [await open(join(folder, name), "wx"), name];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST" || i === MOST_TRIES) throw error;
    }
  }
};
