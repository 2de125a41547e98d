import type { ServerConnection } from "./server-connection.ts";

const TRIED = "antiphon.reloaded-for-protocol";

/**
 * A page left open while the server was renewed speaks an old protocol: load it anew, once for a
 * version, so that a stale copy in some cache cannot make it go round in circles.
 */
export const reloadWhenOutdated = (connection: ServerConnection): void => {
  connection.outdated.on((protocol) => {
    if (sessionStorage.getItem(TRIED) === String(protocol)) return;
    sessionStorage.setItem(TRIED, String(protocol));
    location.reload();
  });
};
