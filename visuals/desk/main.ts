import { render } from "lit-html";
import "./desk.css";
import { askForPass, heldToken, reloadOnNewToken } from "../socket/held-token.ts";
import { reloadWhenOutdated } from "../socket/reload-outdated.ts";
import { ServerConnection } from "../socket/server-connection.ts";
import { pageTime } from "../time/page-time.ts";
import { ServerTime } from "../time/server-time.ts";
import { Desk } from "./desk.ts";
import { MovingParts } from "./moving-parts.ts";

// The desk's composition root: builds everything and wires it to the page.

const onError = (error: unknown): void => console.error(error);
const token = heldToken();
await askForPass(token);
const connection = new ServerConnection("desk", onError, undefined, undefined, token);
reloadOnNewToken();
reloadWhenOutdated(connection);
const server = new ServerTime(connection, pageTime);

const desk = new Desk(connection, server, pageTime, (view) => render(view, document.body));
new MovingParts(document.body, connection, server, pageTime);
document.addEventListener("keydown", (event) => desk.key(event));
