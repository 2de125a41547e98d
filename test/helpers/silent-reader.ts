import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** Answers that come this often keep a connection alive without a ping having been read. */
const PONG_EVERY_MS = 1000;

/** A connection that speaks as a page does, answers pings, and reads nothing of what it is told. */
export interface SilentReader {
  readonly socket: Socket;
  /** Whether the server has cut it off. */
  readonly gone: boolean;
  /** Sends something to the server, as socket.io-client would. */
  say(event: string, message: unknown): void;
  close(): void;
}

/** Resolves when the server has let it in. From then on the kernel's buffers fill, then the server's. */
export const openSilentReader = async (
  port: number,
  auth: Readonly<Record<string, unknown>> = {},
  address = "127.0.0.1",
): Promise<SilentReader> => {
  const socket = connect(port, address);
  let gone = false;
  socket.on("error", () => {});
  socket.on("close", () => {
    gone = true;
  });
  await once(socket, "connect");
  socket.write(
    [
      "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
      `Host: ${address}:${port}`,
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
      "\r\n",
    ].join("\r\n"),
  );
  await once(socket, "data");
  socket.write(frameOf(`40${JSON.stringify(auth)}`));
  socket.pause();
  const pongs = setInterval(() => gone || socket.write(frameOf("3")), PONG_EVERY_MS);
  return {
    socket,
    get gone() {
      return gone;
    },
    say: (event, message) => socket.write(frameOf(`42${JSON.stringify([event, message])}`)),
    close() {
      clearInterval(pongs);
      socket.destroy();
    },
  };
};

/** A text frame of a WebSocket as clients send it. */
const frameOf = (text: string): Buffer => {
  const content = Buffer.from(text);
  const mask = randomBytes(4);
  const length =
    content.length < 126 ? [0x80 | content.length] : [0x80 | 126, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([0x81, ...length]), mask, content.map((byte, i) => byte ^ mask[i & 3]!)]);
};
