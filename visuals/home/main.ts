import { render } from "lit-html";
import "./home.css";
import type { Health } from "../../shared/protocol/health.ts";
import { bearer, heldToken } from "../socket/held-token.ts";
import { homeView } from "./home-view.ts";

// The first page: asks what runs every two seconds, and says so when nothing answers.

const EVERY_MS = 2000;

const token = heldToken();

const ask = async (): Promise<Health | null> => {
  try {
    const answer = await fetch("/health", { cache: "no-store", headers: bearer(token) });
    return answer.ok ? ((await answer.json()) as Health) : null;
  } catch {
    return null;
  }
};

const refresh = async (): Promise<void> => {
  render(homeView(await ask()), document.body);
  setTimeout(refresh, EVERY_MS);
};

void refresh();
