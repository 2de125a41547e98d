import { html, nothing, type TemplateResult } from "lit-html";
import type { Health } from "../../shared/protocol/health.ts";

/** What runs, and the ways in. `health` null: nothing answers. */
export const homeView = (health: Health | null): TemplateResult => html`
  <main>
    <h1>Antiphon</h1>
    ${health === null ? silence() : running(health)}
    <nav>
      <a href="/stage"><b>Stage</b><span>the picture, to be projected</span></a>
      <a href="/desk"><b>Desk</b><span>to operate the band</span></a>
    </nav>
    ${health === null ? nothing : phone(health)}
  </main>
`;

const silence = (): TemplateResult =>
  html`<p class="silent" role="alert">The server does not answer. Start it with <code>npm start</code>; this page comes back by itself.</p>`;

const running = ({ show, playing, tempo, voices, status, stages, desks }: Health): TemplateResult => {
  const troubles = status.connections.filter(({ state }) => state !== "open");
  return html`
    <p>
      <b>${show}</b> ${playing ? `plays at ${Math.round(tempo * 10) / 10} bpm` : "is stopped"}: ${voices.join(", ")}.
      ${status.liveSource === "" ? nothing : html`Live: ${status.liveSource}.`}
    </p>
    <p class="quiet">${count(stages, "stage")} and ${count(desks, "desk")} connected.</p>
    ${troubles.map(({ name, state, detail }) => html`<p class="trouble">${name}: ${detail === "" ? state : detail}</p>`)}
  `;
};

const phone = ({ addresses }: Health): TemplateResult => {
  if (addresses.network.length === 0)
    return html`<p class="quiet">
      Only this machine can open these pages. For a phone, a tablet or another projector start the server with
      <code>npm start -- --host 0.0.0.0</code>.
    </p>`;
  return html`
    <section>
      <img src="/qr.svg" alt="QR code of ${addresses.network[0]}" width="180" height="180" />
      <div>
        <p>On a phone, a tablet or another machine of this network, to look on:</p>
        <ul>
          ${addresses.network.map((address) => html`<li><a href=${address}>${address}</a></li>`)}
        </ul>
        <p class="quiet">To operate from there, take the code that the desk of the machine that plays shows under “Other machines”.</p>
      </div>
    </section>
  `;
};

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? "" : "s"}`;
