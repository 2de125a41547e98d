/**
 * Version of the Socket.IO and OSC protocol of PROTOCOL.md. It changes when an event or an address
 * changes its meaning or goes; additions do not change it.
 */
export const PROTOCOL_VERSION = 1;
