import { html, nothing, type TemplateResult } from "lit-html";

/** Surprise beyond this, in nats a step, fills its meter: a uniform guess among 512 patterns is 6.2. */
const FULL = 6.2;

/** How surprising something was to the network alone and, where it is known, to network and memory together. */
export const surpriseMeter = (
  what: string,
  alone: number | null,
  withMemory: number | null | undefined,
): TemplateResult => {
  const both = alone !== null && withMemory !== null && withMemory !== undefined;
  const hint = both
    ? `Surprise of what was ${what}, in nats a step: to the network alone, and with what is remembered`
    : `Surprise of what was ${what}, in nats a step`;
  return html`
    <span class="meter" title=${hint}>
      <small>${what}</small>
      <i><b class=${both ? "alone" : ""} style="width: ${shareOf(alone)}%"></b>${
        both ? html`<b style="width: ${shareOf(withMemory)}%"></b>` : nothing
      }</i>
      <span>${alone === null ? "–" : alone.toFixed(2)}${both ? html` <small>→</small> ${withMemory.toFixed(2)}` : nothing}</span>
    </span>
  `;
};

const shareOf = (surprise: number | null): number =>
  surprise === null ? 0 : Math.max(0, Math.min(100, (surprise / FULL) * 100));
