import { open } from "node:fs/promises";

/** Bytes, and where in the file they belong. */
interface Chunk {
  readonly data: Uint8Array;
  readonly position: number;
}

/** The file `path`, anew, as a stream of what is written where; closed, it is on the disk. A disk that is full is not taken for one that wrote. */
export const fileToWrite = async (path: string): Promise<WritableStream<Chunk>> => {
  const file = await open(path, "w");
  return new WritableStream<Chunk>({
    write: async ({ data, position }) => {
      for (let done = 0; done < data.length; )
        done += (await file.write(data, done, data.length - done, position + done)).bytesWritten;
    },
    close: async () => {
      await file.sync();
      await file.close();
    },
    abort: () => file.close(),
  });
};
