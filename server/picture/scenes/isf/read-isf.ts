import { reasonOf } from "../../../../shared/events/report.ts";
import type { IsfShader } from "../../../../shared/picture/isf-shader.ts";
import { check } from "../../../core/check/check.ts";
import { SceneFault } from "../scene-fault.ts";
import { IsfHeader, inputsOf, passesOf } from "./header.ts";
import { translate } from "./translate.ts";

const HEADER = /^\s*\/\*([\s\S]*?)\*\//;

/** Reads an ISF file: its header, and its GLSL in the form for WebGL 2. Throws a SceneFault that knows the line. */
export const readIsf = (file: string): IsfShader => {
  const text = file.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  const found = HEADER.exec(text);
  if (found?.[1] === undefined)
    throw new SceneFault("an ISF file begins with a comment that holds JSON: /*{ ... }*/", null, 1);
  const [whole, json] = found;
  const headerLine = lineAt(whole, whole.indexOf(json));
  const checked = check(IsfHeader, parse(json, headerLine), "the header");
  if (!checked.ok) throw new SceneFault(checked.reason, null, headerLine);
  try {
    const inputs = inputsOf(checked.value);
    const passes = passesOf(checked.value, inputs);
    // As many lines as there were: the graphics card names places by them.
    const code = whole.replace(/[^\n]/g, "") + text.slice(whole.length);
    return { about: aboutOf(checked.value), inputs, passes, source: translate(code) };
  } catch (error) {
    throw error instanceof SceneFault ? error : new SceneFault(reasonOf(error), null, headerLine);
  }
};

const parse = (json: string, line: number): unknown => {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new SceneFault(`the header is not JSON: ${reasonOf(error)}`, null, line - 1 + firstWrongLine(json));
  }
};

/** The engine does not always say where: it is the first line with which it complains of more than that the text ends. */
const firstWrongLine = (json: string): number => {
  const lines = json.split("\n");
  const wrong = lines.findIndex((_, i) => {
    const begun = lines.slice(0, i + 1).join("\n");
    try {
      JSON.parse(begun);
      return false;
    } catch (error) {
      const reason = reasonOf(error);
      const position = /at position (\d+)/.exec(reason)?.[1];
      if (position !== undefined) return Number(position) < begun.length && !reason.startsWith("Unterminated");
      return !reason.includes("end of JSON");
    }
  });
  return wrong < 0 ? lines.length : wrong + 1;
};

const lineAt = (text: string, position: number): number => text.slice(0, position).split("\n").length;

const aboutOf = ({ DESCRIPTION: description, CREDIT: credit }: IsfHeader): string => {
  const by = credit === "" || /^by /i.test(credit) ? credit : `by ${credit}`;
  return [description, by]
    .filter((part) => part !== "")
    .join(", ")
    .slice(0, 300);
};
