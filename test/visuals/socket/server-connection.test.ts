import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Snapshot } from "../../../shared/protocol/state.ts";
import { ServerConnection } from "../../../visuals/socket/server-connection.ts";
import { note, snapshot, voiceState } from "../../helpers/snapshot.ts";
import { openStageRoom, type StageRoom } from "../../helpers/stage-room.ts";

describe("a page's connection", () => {
  let room: StageRoom;
  let state: Snapshot;
  let connection: ServerConnection;
  let errors: unknown[];

  beforeEach(async () => {
    state = snapshot();
    errors = [];
    room = await openStageRoom({ snapshot: () => state });
    connection = new ServerConnection("desk", (error) => errors.push(error), room.url);
  });
  afterEach(async () => {
    connection.dispose();
    await room.close();
    expect(errors).toEqual([]);
  });
  const opened = () => expect.poll(() => connection.state).toBe("open");

  it("is connecting, then open with the snapshot of the welcome", async () => {
    expect(connection.state).toBe("connecting");
    expect(connection.snapshot).toBeNull();
    await opened();
    expect(connection.snapshot).toEqual(state);
  });

  it("keeps the snapshot up to date and says when it is new", async () => {
    await opened();
    let changes = 0;
    // Its status comes every second besides.
    let status = connection.snapshot?.status;
    connection.changed.on(({ snapshot }) => {
      if (snapshot?.status === status) changes++;
      status = snapshot?.status;
    });
    room.server.tell.transport({ ...state.transport, tempo: 90 });
    room.server.tell.voices([voiceState("other")]);
    await expect.poll(() => connection.snapshot?.voices[0]?.name).toBe("other");
    expect(connection.snapshot?.transport.tempo).toBe(90);
    expect(connection.snapshot?.show).toBe("test");
    expect(changes).toBe(2);
  });

  it("passes notes, revocations and panic on in their order", async () => {
    await opened();
    const heard: unknown[] = [];
    connection.notes.on((notes) => heard.push(...notes.map(({ id }) => id)));
    connection.revoked.on((ids) => heard.push(["revoked", ...ids]));
    connection.panicked.on(() => heard.push("panic"));
    room.server.tell.note(note(1));
    room.server.tell.revoke([1]);
    room.server.tell.note(note(2));
    await connection.askTime(0);
    room.server.tell.panic();
    await expect.poll(() => heard).toEqual([1, ["revoked", 1], 2, "panic"]);
  });

  it("orders, and gives the reply", async () => {
    await opened();
    expect(await connection.order({ do: "start" })).toEqual({ ok: true });
    expect(await connection.order({ do: "tempo", bpm: 1 })).toEqual({
      ok: false,
      reason: "bpm must be at least 20, not 1",
    });
  });

  it("answers an order with a reason while there is no connection, at once", async () => {
    expect(await connection.order({ do: "start" })).toEqual({
      ok: false,
      reason: expect.stringContaining("did not answer"),
    });
  });

  it("is lost when the server ends, keeps what it knew, and is welcomed again by the next", async () => {
    await opened();
    const welcomes: string[] = [];
    connection.welcomed.on(({ show }) => welcomes.push(show));
    await room.server.dispose();
    await expect.poll(() => connection.state).toBe("lost");
    expect(connection.snapshot).toEqual(state);
    const again = await openStageRoom({ port: room.port, snapshot: () => ({ ...state, show: "second run" }) });
    await expect.poll(() => connection.state).toBe("open");
    expect(welcomes).toEqual(["second run"]);
    connection.dispose();
    await again.close();
  });

  it("says that it is outdated, and is not open, when the server speaks another protocol", async () => {
    state = snapshot({ protocol: 99 });
    const versions: number[] = [];
    connection.outdated.on((version) => versions.push(version));
    await expect.poll(() => versions).toEqual([99]);
    room.server.tell.note(note(1));
    await connection.askTime(0);
    expect(connection.state).toBe("connecting");
  });
});
