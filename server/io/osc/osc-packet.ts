/** The argument of a packet: a float, a whole number, or none. */
export type OscType = "f" | "i" | "none";

/**
 * A packet as osc-js writes it, with the places where its value and time tag stand: it is encoded
 * once, and afterwards only these bytes change.
 */
export interface OscPacket {
  readonly bytes: Uint8Array;
  readonly type: OscType;
  /** Where the 4 bytes of the value begin; unused without a value. */
  readonly valueAt: number;
  /** Where the 8 bytes of the time tag begin; null for a bare message. */
  readonly tagAt: number | null;
}

/** Between 1900, when NTP's seconds begin, and 1970 (RFC 868). */
const SECONDS_TO_1970 = 2_208_988_800;
const FRACTIONS = 2 ** 32;

/**
 * Writes the packet's value and, for a bundle, its time tag (OSC 1.0: NTP format): `wallMs` are
 * milliseconds since 1970, NaN means at once.
 * @realtime yes
 */
export const patchPacket = (view: DataView, packet: OscPacket, value: number, wallMs: number): void => {
  if (packet.type === "f") view.setFloat32(packet.valueAt, value);
  else if (packet.type === "i") view.setInt32(packet.valueAt, value);
  if (packet.tagAt === null) return;
  if (Number.isNaN(wallMs)) {
    view.setUint32(packet.tagAt, 0);
    view.setUint32(packet.tagAt + 4, 1);
    return;
  }
  const seconds = Math.floor(wallMs / 1000);
  view.setUint32(packet.tagAt, seconds + SECONDS_TO_1970);
  view.setUint32(packet.tagAt + 4, ((wallMs / 1000 - seconds) * FRACTIONS) >>> 0);
};
