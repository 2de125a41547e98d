import { html, nothing, type TemplateResult } from "lit-html";
import type { Connection, Snapshot, Status } from "../../../shared/protocol/state.ts";

const KINDS: Readonly<Record<Connection["kind"], string>> = {
  "midi-in": "MIDI in",
  "midi-out": "MIDI out",
  "osc-in": "OSC in",
  "osc-out": "OSC out",
  stage: "page",
};

/** Ports, targets, health, and what the rooms report. */
export const statusView = ({ status, now }: Pick<Snapshot, "status" | "now">): TemplateResult => html`
  <section class="status" aria-label="Connections">
    <h2>Connections</h2>
    ${status.connections.length === 0 ? html`<p class="quiet">No ports and no targets yet.</p>` : nothing}
    <ul class="connections">
      ${[...bySentence(status.connections)].map(([sentence, alike]) => alike.map((one, i) => connectionLine(one, i === alike.length - 1 ? sentence : "")))}
    </ul>
  </section>
  <section class="status" aria-label="Health">
    <h2>Health</h2>
    <dl class="health">${health(status)}</dl>
  </section>
  <section class="status reports" aria-label="Reports">
    <h2>Reports</h2>
    ${status.reports.length === 0 ? html`<p class="quiet">Nothing to report.</p>` : nothing}
    <ol>
      ${status.reports
        .toReversed()
        .map(
          ({ room, level, text, at }) =>
            html`<li class=${level}><small>${room}, ${agoOf(now - at)}</small> ${text}</li>`,
        )}
    </ol>
  </section>
`;

/** Those that are as they are for one reason stand together, and the reason is said once. */
const bySentence = (connections: readonly Connection[]): ReadonlyMap<string, readonly Connection[]> => {
  const groups = new Map<string, Connection[]>();
  for (const one of connections) {
    const sentence = one.state === "open" ? "" : one.detail === "" ? one.state : one.detail;
    const alike = groups.get(sentence);
    if (alike === undefined) groups.set(sentence, [one]);
    else alike.push(one);
  }
  return groups;
};

const connectionLine = ({ kind, name, state }: Connection, sentence: string): TemplateResult => html`
  <li class=${state === "waiting" ? "awaited" : state}>
    <i></i><small>${KINDS[kind]}</small> <span>${name}</span>
    ${sentence === "" ? nothing : html`<em>${sentence}</em>`}
  </li>
`;

const health = (status: Status): TemplateResult => html`
  <dt>network</dt>
  <dd>${status.backend === null ? "starting" : `${status.backend.name}, ${status.backend.stepMs.toFixed(2)} ms a step`}</dd>
  <dt>wake-up error, p99</dt>
  <dd>${milliseconds(status.wakeP99)}</dd>
  <dt>main loop delay, p99</dt>
  <dd>${milliseconds(status.loopP99)}</dd>
  <dt>late notes dropped</dt>
  <dd class=${status.lateDropped > 0 ? "bad" : ""}>${status.lateDropped}</dd>
  <dt>this page's clock</dt>
  <dd data-clock-error>–</dd>
`;

const milliseconds = (value: number | null): string => (value === null ? "–" : `${value.toFixed(2)} ms`);

/** How long ago, roughly, for people. */
const agoOf = (age: number): string => {
  const seconds = Math.max(0, Math.round(age / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  return seconds < 3600 ? `${Math.floor(seconds / 60)} min ago` : `${Math.floor(seconds / 3600)} h ago`;
};
