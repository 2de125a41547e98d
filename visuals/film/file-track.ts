import { ALL_FORMATS, AudioBufferSink, Input, UrlSource } from "mediabunny";

/** As many samples of silence, a second at a time. */
function* silence(samples: number, sampleRate: number): Generator<AudioBuffer> {
  for (let left = samples; left > 0; left -= sampleRate)
    yield new AudioBuffer({ length: Math.min(left, sampleRate), numberOfChannels: 2, sampleRate });
}

/**
 * The sound of a file, `seconds` of it from `offset` seconds on, which may lie before its beginning: piece after piece,
 * without a gap; silence where there is none of it. Rejects with one sentence where it cannot be read.
 */
export async function* fileTrack(address: URL, offset: number, seconds: number): AsyncGenerator<AudioBuffer> {
  const input = new Input({ source: new UrlSource(address), formats: ALL_FORMATS });
  try {
    const track = await input.getPrimaryAudioTrack();
    if (track === null) throw new Error("there is no sound in it");
    if (!(await track.canDecode())) throw new Error("this browser cannot decode its sound; convert it to WAV");
    let place = offset;
    const end = offset + seconds;
    for await (const { buffer, timestamp } of new AudioBufferSink(track).buffers(Math.max(0, offset), end)) {
      const { sampleRate } = buffer;
      const missing = Math.round((timestamp - place) * sampleRate);
      yield* silence(missing, sampleRate);
      const sound = cut(buffer, Math.max(0, -missing), Math.round((end - timestamp) * sampleRate));
      if (sound !== null) yield sound;
      place = Math.max(place, timestamp + buffer.duration);
    }
    const sampleRate = await track.getSampleRate();
    yield* silence(Math.round((end - place) * sampleRate), sampleRate);
  } finally {
    input.dispose();
  }
}

/** Left and right of the samples from `first` up to `end`; null where there are none. */
const cut = (sound: AudioBuffer, first: number, end: number): AudioBuffer | null => {
  const last = Math.min(sound.length, end);
  if (last <= first) return null;
  const part = new AudioBuffer({ length: last - first, numberOfChannels: 2, sampleRate: sound.sampleRate });
  for (const side of [0, 1])
    part.copyToChannel(sound.getChannelData(Math.min(side, sound.numberOfChannels - 1)).subarray(first, last), side);
  return part;
};
