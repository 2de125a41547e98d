import { stat } from "node:fs/promises";
import {
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  FilePathSource,
  Input,
  type InputAudioTrack,
  type InputVideoTrack,
  MP4,
  Mp4OutputFormat,
  Output,
  StreamTarget,
  WEBM,
  WebMOutputFormat,
} from "mediabunny";
import { fileToWrite } from "../../core/files/file-to-write.ts";

/** Picture or sound on its way from file to file. */
interface Copy {
  readonly packets: AsyncGenerator<EncodedPacket, void>;
  /** The next one. */
  next: EncodedPacket | null;
  /** In the new file it comes later by so many seconds. */
  readonly later: number;
  put(packet: EncodedPacket): Promise<void>;
}

const CHUNK = 1024 * 1024;
/** A crash cuts off less than this; when more cannot be read, something else is wrong. */
const MOST_CUT_OFF = 32 * 1024 * 1024;
/** What a packet takes up beside its content, at most. */
const BESIDE_PACKET = 64;

/**
 * Writes what a browser has streamed to the file `from` into `to`, packet by packet as they were
 * encoded, with a length and an index that lies in front where that is usual, so that players may
 * seek. What a crash has cut in two at the end is left out. Where in `from` sound comes before its
 * picture by `soundEarly` seconds (after it, when that is negative), in `to` they come together.
 *
 * Holds some megabytes at a time, whatever the length. Rejects when not all of it could be read or
 * written; then `to` is worth nothing.
 */
export const writeSeekable = async (from: string, to: string, soundEarly = 0): Promise<void> => {
  const input = new Input({ source: new FilePathSource(from), formats: [MP4, WEBM] });
  try {
    const isMp4 = (await input.getFormat()) === MP4;
    const output = new Output({
      format: isMp4 ? new Mp4OutputFormat({ fastStart: "reserve" }) : new WebMOutputFormat(),
      target: new StreamTarget(await fileToWrite(to), { chunked: true, chunkSize: CHUNK }),
    });
    try {
      const [video, audio] = await Promise.all([input.getPrimaryVideoTrack(), input.getPrimaryAudioTrack()]);
      if (video === null) throw new Error("there is no picture in it");
      const copies = [await copyOfVideo(video, output, Math.max(0, -soundEarly))];
      if (audio !== null) copies.push(await copyOfAudio(audio, output, Math.max(0, soundEarly)));
      await output.start();
      const copied = await copyAll(copies);
      if ((await stat(from)).size - copied > MOST_CUT_OFF) throw new Error("some of it could not be read");
      await output.finalize();
    } catch (error) {
      await output.cancel();
      throw error;
    }
  } finally {
    input.dispose();
  }
};

const copyOfVideo = async (track: InputVideoTrack, output: Output, later: number): Promise<Copy> => {
  const [codec, config] = await Promise.all([track.getCodec(), track.getDecoderConfig()]);
  if (codec === null || config === null) throw new Error("its picture is of a kind that is not known here");
  const source = new EncodedVideoPacketSource(codec);
  output.addVideoTrack(source, { maximumPacketCount: await countOf(track) });
  return copyOf(track, later, (packet) => source.add(packet, { decoderConfig: config }));
};

const copyOfAudio = async (track: InputAudioTrack, output: Output, later: number): Promise<Copy> => {
  const [codec, config] = await Promise.all([track.getCodec(), track.getDecoderConfig()]);
  if (codec === null || config === null) throw new Error("its sound is of a kind that is not known here");
  const source = new EncodedAudioPacketSource(codec);
  output.addAudioTrack(source, { maximumPacketCount: await countOf(track) });
  return copyOf(track, later, (packet) => source.add(packet, { decoderConfig: config }));
};

const countOf = async (track: InputVideoTrack | InputAudioTrack): Promise<number> =>
  (await track.computePacketStats()).packetCount;

const copyOf = async (track: InputVideoTrack | InputAudioTrack, later: number, put: Copy["put"]): Promise<Copy> => {
  const packets = new EncodedPacketSink(track).packets();
  return { packets, next: await nextOf(packets), later, put };
};

const nextOf = async (packets: Copy["packets"]): Promise<EncodedPacket | null> => (await packets.next()).value ?? null;

/** Picture and sound in the order of their moments, as they lie in the file. Resolves with how much of the old file it was. */
const copyAll = async (copies: readonly Copy[]): Promise<number> => {
  let copied = 0;
  for (;;) {
    const first = copies.reduce((one, other) => (momentOf(other) < momentOf(one) ? other : one));
    const packet = first.next;
    if (packet === null) return copied;
    await first.put(packet.clone({ timestamp: momentOf(first) }));
    copied += packet.byteLength + BESIDE_PACKET;
    first.next = await nextOf(first.packets);
  }
};

const momentOf = ({ next, later }: Copy): number => (next === null ? Number.POSITIVE_INFINITY : next.timestamp + later);
