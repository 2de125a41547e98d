import { FilmBrowser, filmBrowserPath } from "../../server/tools/film/film-browser.ts";

// Has a browser, says so, and waits.
await FilmBrowser.open(filmBrowserPath(), "about:blank", false);
process.send?.("open");
setInterval(() => {}, 1000);
