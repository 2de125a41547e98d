import { noSuch } from "../../../shared/text/no-such.ts";
import { check } from "../../core/check/check.ts";
import { Show } from "../../core/show/show.ts";

/** What is to be another in the show of a take. */
export interface ShowChanges {
  /** `model1.temperature=0.8`: a setting of a voice. */
  readonly set?: readonly string[];
  /** `model2=models/groove`: the checkpoint of a voice. */
  readonly model?: readonly string[];
}

/** The show of a take with changes; who played is the take's drummer, and nobody else plays by himself. Throws one sentence. */
export const changedShow = (show: Show, { set = [], model = [] }: ShowChanges): Show => {
  const voices = new Map(show.voices.map((voice) => [voice.name, voice as object]));
  const change = (option: string, name: string, changed: (voice: object) => object): void => {
    const voice = voices.get(name);
    if (voice === undefined) throw new Error(`${option}: ${noSuch("voice", name, [...voices.keys()], "the take has")}`);
    voices.set(name, changed(voice));
  };
  for (const typed of set) {
    const [, name, setting, value] = /^([^.=]+)\.([^.=]+)=(.*)$/.exec(typed) ?? [];
    if (name === undefined || setting === undefined || value === undefined)
      throw new Error(`--set takes a voice, its setting and a value, as in model1.temperature=0.8, not "${typed}".`);
    change("--set", name, (voice) => ({
      ...voice,
      settings: { ...(voice as { settings: object }).settings, [setting]: valueTyped(value) },
    }));
  }
  for (const typed of model) {
    const [, name, place] = /^([^=]+)=(.+)$/.exec(typed) ?? [];
    if (name === undefined || place === undefined)
      throw new Error(`--model takes a voice and a checkpoint, as in model2=models/groove, not "${typed}".`);
    change("--model", name, (voice) => ({ ...voice, model: place }));
  }
  const checked = check(Show.shape.voices, [...voices.values()], "the voices");
  if (!checked.ok) {
    const names = [...voices.keys()];
    const reason = checked.reason.replace(/^(\d+)\.settings/, (_, index: string) => `--set: ${names[Number(index)]}`);
    throw new Error(`${reason}.`);
  }
  return { ...show, voices: checked.value, inputs: { ...show.inputs, demo: false, file: null } };
};

/** As it would stand in a show file: words that are no JSON are text. */
const valueTyped = (typed: string): unknown => {
  try {
    return JSON.parse(typed);
  } catch {
    return typed;
  }
};
