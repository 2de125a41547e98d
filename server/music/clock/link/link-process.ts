import { createRequire } from "node:module";
import { reasonOf } from "../../../../shared/events/report.ts";
import { Timeline } from "../../../../shared/time/timeline.ts";
import { beats, bpm, type Ms, ms } from "../../../../shared/time/units.ts";
import { monotonicNow } from "../../../core/time/monotonic.ts";
import type { LinkBeginning, LinkLine, LinkNews, LinkOrder } from "./link-messages.ts";

// Ableton Link in a process of its own: the library aborts at exit, its licence is another, and a
// crash of it must not be one of the show. The process has no end of its own but is killed.

/** As much of `abletonlink` as is used; its values are those of the last `update`. */
interface AbletonLink {
  bpm: number;
  quantum: number;
  isPlaying: boolean;
  readonly beat: number;
  readonly numPeers: number;
  setBeatForce(beat: number): void;
  enablePlayStateSync(): void;
  enable(): void;
  update(): void;
}
type AbletonLinkClass = new (tempo: number, quantum: number, enable: boolean) => AbletonLink;

/** How often Link is asked. Its callbacks hold a lock for most of the time, so they are not used. */
const ASK_EVERY_MS = 10;
/** A line that is off the one told last by this much is told at once; one is told this often anyway. */
const NEWS_MS = 0.05;
const TELL_EVERY_MS = 1000;
/** A reading that took longer was interrupted, and its moment is not known well; some more are tried. */
const QUICK_MS = 0.1;
const TRIES = 5;

const end = (): void => {
  process.kill(process.pid, "SIGKILL");
};

const tell = (news: LinkNews): void => void process.send?.(news);

/** When Link was read: in the middle of the quickest of some readings. */
const readAt = (link: AbletonLink): Ms => {
  for (let tries = 1; ; tries++) {
    const before = monotonicNow();
    link.update();
    const after = monotonicNow();
    if (after - before <= QUICK_MS || tries === TRIES) return ms((before + after) / 2);
  }
};

const run = (Link: AbletonLinkClass, beginning: LinkBeginning): void => {
  const link = new Link(beginning.tempo, beginning.bar, false);
  const line = new Timeline(bpm(beginning.tempo), beats(beginning.originBeats), ms(beginning.originMs));
  link.setBeatForce(line.toBeats(monotonicNow()));
  link.enablePlayStateSync();
  link.enable();

  let heard = 0;
  let told: LinkLine | null = null;

  const isNews = (news: LinkLine): boolean => {
    if (told === null || news.at - told.at >= TELL_EVERY_MS) return true;
    if (news.tempo !== told.tempo || news.playing !== told.playing || news.peers !== told.peers) return true;
    if (news.heard !== told.heard) return true;
    const expected = told.beat + ((news.at - told.at) * told.tempo) / 60_000;
    return Math.abs(news.beat - expected) * (60_000 / news.tempo) > NEWS_MS;
  };

  const look = (): void => {
    const at = readAt(link);
    const { beat, bpm: tempo, isPlaying: playing, numPeers: peers } = link;
    const news: LinkLine = { say: "line", at, beat, tempo, playing, peers, heard };
    if (!isNews(news)) return;
    told = news;
    tell(news);
  };

  process.on("message", (order: LinkOrder) => {
    if (order.do === "tempo") link.bpm = order.bpm;
    else if (order.do === "playing") link.isPlaying = order.playing;
    else link.quantum = order.beats;
    heard = order.id;
    look();
  });
  setInterval(look, ASK_EVERY_MS);
};

process.on("disconnect", end);
// A terminal's interrupt reaches this process too; the server ends it when the show is over.
process.on("SIGINT", () => {});
process.on("SIGTERM", end);

try {
  const Link: AbletonLinkClass = createRequire(import.meta.url)("abletonlink");
  run(Link, JSON.parse(process.argv[2] ?? ""));
} catch (error) {
  tell({ say: "impossible", reason: reasonOf(error) });
}
