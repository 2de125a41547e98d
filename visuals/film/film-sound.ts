import { AudioBufferSource, Output, StreamTarget, type StreamTargetChunk } from "mediabunny";
import type { FilmKind, FilmOrder } from "../../shared/protocol/film.ts";
import { fileTrack } from "./file-track.ts";
import { audioCodec, pieceFormat, soundQuality } from "./film-encoding.ts";
import type { FilmLink } from "./film-link.ts";
import { KitTrack } from "./kit-track.ts";

/** Makes the film's sound and brings it, encoded, as it comes. */
export const makeSound = async (order: FilmOrder, kind: FilmKind, link: FilmLink): Promise<void> => {
  const seconds = order.frames / order.fps;
  const sounds =
    order.sound === "kit"
      ? new KitTrack(order, await link.told()).pieces()
      : fileTrack(link.music, order.soundOffset / 1000, seconds);
  let brought = 0;
  const target = new StreamTarget(
    new WritableStream<StreamTargetChunk>({ write: ({ data }) => link.bring("sound", brought++, data) }),
    { chunked: true, chunkSize: 2 ** 18 },
  );
  const output = new Output({ format: pieceFormat(kind), target });
  const source = new AudioBufferSource({
    codec: await audioCodec(kind),
    quality: soundQuality,
    onEncoderConfig: ({ codec }) => void link.tell({ is: "encoding", of: "sound", codec }),
  });
  output.addAudioTrack(source);
  await output.start();
  let made = 0;
  for await (const sound of sounds) {
    await source.add(sound);
    made += 1000 * sound.duration;
    await link.tell({ is: "progress", of: "sound", done: Math.round(made) });
  }
  await output.finalize();
  // Nothing more comes.
  await link.bring("sound", brought, "");
};
