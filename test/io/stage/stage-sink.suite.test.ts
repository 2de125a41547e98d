import { StageSink } from "../../../server/io/stage/stage-sink.ts";
import { drumIndex } from "../../../shared/music/drums.ts";
import type { Note } from "../../../shared/music/note.ts";
import { ms } from "../../../shared/time/units.ts";
import { timelineOf } from "../../../visuals/desk/position.ts";
import { ServerConnection } from "../../../visuals/socket/server-connection.ts";
import { DrawQueue } from "../../../visuals/time/draw-queue.ts";
import { openStageRoom } from "../../helpers/stage-room.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";
import { type Landed, sinkSuite } from "../../suites/sink-suite.ts";

const FRAME = ms(1);

/** A page that notes down what it would show and end, over a real connection but in virtual time. */
class Page {
  readonly landed: Landed[] = [];
  readonly #notes = new DrawQueue<Note>();
  readonly #sounding = new Map<number, { readonly note: Note; readonly until: number }>();
  #now = 0;

  constructor(connection: ServerConnection) {
    connection.notes.on((notes) => {
      for (const note of notes) this.#notes.add(note);
    });
    connection.revoked.on((ids) => this.#notes.revoke(ids));
    connection.retimed.on((transport) => {
      this.#notes.retime(timelineOf(transport), ms(this.#now));
      if (!transport.playing) this.#end(() => true);
    });
    connection.panicked.on(() => {
      this.#notes.clear();
      this.#end(() => true);
    });
    connection.changed.on(({ snapshot }) => {
      this.#length = snapshot === null ? this.#length : timelineOf(snapshot.transport).msPerBeat;
    });
  }

  #length: number = 500;

  draw(now: number): void {
    this.#now = now;
    this.#end(({ until }) => until <= now);
    this.#notes.draw(ms(now - FRAME / 2), FRAME, (note) => {
      this.landed.push({ what: "on", drum: note.drum, at: now });
      this.#sounding.set(drumIndex(note.drum), { note, until: now + note.duration * this.#length });
    });
  }

  #end(which: (sounding: { readonly until: number }) => boolean): void {
    for (const [key, sounding] of this.#sounding) {
      if (!which(sounding)) continue;
      this.#sounding.delete(key);
      this.landed.push({ what: "off", drum: sounding.note.drum, at: this.#now });
    }
  }
}

sinkSuite("StageSink", async () => {
  const room = await openStageRoom();
  const time = new VirtualTime(1000);
  const connection = new ServerConnection(
    "stage",
    (error) => {
      throw error;
    },
    room.url,
  );
  await new Promise<void>((resolve) => {
    const stop = connection.welcomed.on(() => {
      stop();
      resolve();
    });
  });
  const page = new Page(connection);
  const sink = new StageSink(room.server.tell, ms(4000), time, () => ({ source: "internal", sourceState: "locked" }));
  return {
    sink,
    now: () => time.now(),
    async pass(by) {
      // Whatever was sent has arrived when an answer to a later question has.
      await connection.askTime(0);
      for (let i = 0; i < by; i++) {
        await time.advance(1);
        page.draw(time.now());
      }
    },
    landed: () => page.landed,
    async close() {
      connection.dispose();
      await room.close();
    },
  };
});
