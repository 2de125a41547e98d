import { rename, rm } from "node:fs/promises";
import {
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  FilePathSource,
  Input,
  MkvOutputFormat,
  MP4,
  Mp4OutputFormat,
  Output,
  type OutputFormat,
  StreamTarget,
  WEBM,
  WebMOutputFormat,
} from "mediabunny";
import type { FilmKind } from "../../../shared/protocol/film.ts";
import { fileToWrite } from "../../core/files/file-to-write.ts";

interface Parts {
  /** Pieces of film, in order. */
  readonly pieces: readonly string[];
  /** The whole sound; null for none. */
  readonly sound: string | null;
  readonly fps: number;
  readonly kind: FilmKind;
}

const CHUNK = 1024 * 1024;

const FORMATS: Readonly<Record<FilmKind, () => OutputFormat>> = {
  // With the index in front: it is seen while it is loaded.
  mp4: () => new Mp4OutputFormat({ fastStart: "reserve" }),
  webm: () => new WebMOutputFormat(),
  mkv: () => new MkvOutputFormat(),
};

/**
 * Joins pieces of film and their sound into the file `to`, packet by packet as they were encoded: each frame exactly at
 * its number by `fps`. Whole or not there. Holds some packets at a time, whatever the length. Rejects with one sentence.
 */
export const joinFilm = async (parts: Parts, to: string): Promise<void> => {
  const beside = `${to}.new`;
  const output = new Output({
    format: FORMATS[parts.kind](),
    target: new StreamTarget(await fileToWrite(beside), { chunked: true, chunkSize: CHUNK }),
  });
  try {
    await writeAll(parts, output);
    await rename(beside, to);
  } catch (error) {
    await output.cancel().catch(() => {});
    await rm(beside, { force: true });
    throw error;
  }
};

const writeAll = async ({ pieces, sound, fps }: Parts, output: Output): Promise<void> => {
  const opened: Input[] = [];
  const openInput = (path: string): Input => {
    const input = new Input({ source: new FilePathSource(path), formats: [MP4, WEBM] });
    opened.push(input);
    return input;
  };
  try {
    const [firstPiece] = pieces;
    if (firstPiece === undefined) throw new Error("there is no piece of film");
    const video = await videoOf(openInput(firstPiece));
    const videoSource = new EncodedVideoPacketSource(video.codec);
    let counted = 0;
    for (const piece of pieces) counted += await countOf(piece);
    output.addVideoTrack(videoSource, { frameRate: fps, maximumPacketCount: counted });
    const track = sound === null ? null : await SoundTrack.add(openInput(sound), output);
    await output.start();
    let frame = 0;
    for await (const packet of packetsOf(pieces)) {
      const timestamp = frame++ / fps;
      await track?.until(timestamp);
      await videoSource.add(packet.clone({ timestamp, duration: 1 / fps }), {
        decoderConfig: video.config,
      });
    }
    await track?.until(Number.POSITIVE_INFINITY);
    await output.finalize();
  } finally {
    for (const input of opened) input.dispose();
  }
};

/** The sound on its way into the film. */
class SoundTrack {
  readonly #source: EncodedAudioPacketSource;
  readonly #config: AudioDecoderConfig;
  readonly #packets: AsyncGenerator<EncodedPacket, void>;
  #next: EncodedPacket | null = null;

  static async add(input: Input, output: Output): Promise<SoundTrack> {
    const { track, codec, config } = await audioOf(input);
    const source = new EncodedAudioPacketSource(codec);
    output.addAudioTrack(source, { maximumPacketCount: (await track.computePacketStats()).packetCount });
    const sound = new SoundTrack(source, config, new EncodedPacketSink(track).packets());
    await sound.#step();
    return sound;
  }

  private constructor(
    source: EncodedAudioPacketSource,
    config: AudioDecoderConfig,
    packets: AsyncGenerator<EncodedPacket, void>,
  ) {
    this.#source = source;
    this.#config = config;
    this.#packets = packets;
  }

  /** Puts in what begins by then, in seconds. */
  async until(moment: number): Promise<void> {
    for (; this.#next !== null && this.#next.timestamp <= moment; await this.#step())
      await this.#source.add(this.#next, { decoderConfig: this.#config });
  }

  async #step(): Promise<void> {
    this.#next = (await this.#packets.next()).value ?? null;
  }
}

const countOf = async (piece: string): Promise<number> => {
  const input = new Input({ source: new FilePathSource(piece), formats: [MP4, WEBM] });
  try {
    return (await (await input.getPrimaryVideoTrack())?.computePacketStats())?.packetCount ?? 0;
  } finally {
    input.dispose();
  }
};

async function* packetsOf(pieces: readonly string[]): AsyncGenerator<EncodedPacket> {
  for (const piece of pieces) {
    const input = new Input({ source: new FilePathSource(piece), formats: [MP4, WEBM] });
    try {
      const track = await input.getPrimaryVideoTrack();
      if (track !== null) yield* new EncodedPacketSink(track).packets();
    } finally {
      input.dispose();
    }
  }
}

const videoOf = async (input: Input) => {
  const track = await input.getPrimaryVideoTrack();
  const [codec, config] = await Promise.all([track?.getCodec(), track?.getDecoderConfig()]);
  if (track === null || codec == null || config == null) throw damaged();
  return { track, codec, config };
};

const audioOf = async (input: Input) => {
  const track = await input.getPrimaryAudioTrack();
  const [codec, config] = await Promise.all([track?.getCodec(), track?.getDecoderConfig()]);
  if (track === null || codec == null || config == null) throw damaged();
  return { track, codec, config };
};

const damaged = (): Error => new Error("a piece of the film is damaged; remove its folder of parts and make it anew");
