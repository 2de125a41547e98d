import "../media.css";
import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { Clip, MediaState } from "../../../shared/protocol/media.ts";
import type { DeskState } from "../desk-state.ts";
import { control } from "./control.ts";
import { sizeOf } from "./size-of.ts";

/** The user's own clips: which there are, which may be used, which are used now, and what is wrong with them. */
export const mediaView = (state: DeskState): TemplateResult | typeof nothing => {
  const media = state.snapshot?.media;
  if (media === undefined) return nothing;
  const { clips, left, folder } = media;
  return html`
    <section class="status media" aria-label="Clips">
      <h2>Clips</h2>
      <p class="quiet">${clips.length === 0 ? html`Put videos and images of your own into <b>${folder}</b>.` : howFar(media)}</p>
      <ul>
        ${repeat(
          clips,
          ({ name }) => name,
          (clip) => clipLine(clip, media.inUse.includes(clip.name), state),
        )}
      </ul>
      ${left > 0 ? html`<p><em>${left} more are not used: put those of this show into a folder of their own.</em></p>` : nothing}
    </section>
  `;
};

const howFar = ({ inUse, ready }: MediaState): string => {
  if (inUse.length === 0) return "None may be used: the picture does without.";
  const share = Math.round(ready * 100);
  return `${inUse.length} in use; ${ready === 1 ? "ready on every stage" : `${share} % ready`}.`;
};

const clipLine = ({ name, kind, size, trouble }: Clip, isUsed: boolean, state: DeskState): TemplateResult => html`
  <li class=${isUsed ? "used" : ""}>
    ${control(
      `clip/${name}`,
      {
        label: name,
        hint: name,
        detail: html`<span>${name}</span><small>${kind}, ${sizeOf(size)}${isUsed ? ", in use" : ""}</small>`,
      },
      state,
    )}
    ${trouble === "" ? nothing : html`<em>left out: ${trouble}</em>`}
  </li>
`;
