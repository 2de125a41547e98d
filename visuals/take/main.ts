import { render } from "lit-html";
import "../desk/desk.css";
import "./take.css";
import { askForPass, heldToken, reloadOnNewToken } from "../socket/held-token.ts";
import { reloadWhenOutdated } from "../socket/reload-outdated.ts";
import { ServerConnection } from "../socket/server-connection.ts";
import { pageTime } from "../time/page-time.ts";
import { ServerTime } from "../time/server-time.ts";
import { MovingLine } from "./moving-line.ts";
import { TakePage } from "./take-page.ts";

// The composition root of a take's page: builds everything and wires it to the page.

const onError = (error: unknown): void => console.error(error);
const token = heldToken();
await askForPass(token);
const connection = new ServerConnection("desk", onError, undefined, undefined, token);
reloadOnNewToken();
reloadWhenOutdated(connection);
const server = new ServerTime(connection, pageTime);
const page = new TakePage(connection, server, pageTime, (view) => render(view, document.body));
new MovingLine(document.body, server, () => page.state);
document.addEventListener("keydown", (event) => page.key(event));
