import { DRUMS } from "../../../../shared/music/drums.ts";
import { type IsfInput, type IsfShader, parameterName } from "../../../../shared/picture/isf-shader.ts";

/** What a shader says of itself, in the words of a scene. */
export const isfWords = ({ about, inputs }: IsfShader): unknown => ({
  about: about === "" ? "A shader of the common ISF format." : about,
  gestures: gesturesOf(inputs),
  parameters: inputs.flatMap(parameterOf).slice(0, 24),
});

const parameterOf = (input: IsfInput) => {
  const name = parameterName(input);
  const { label: about } = input;
  switch (input.type) {
    case "float":
      return [{ name, about, min: input.min, max: input.max, default: input.usual }];
    case "bool":
      return [{ name, about, min: 0, max: 1, default: input.usual ? 1 : 0 }];
    case "long": {
      const last = input.values.length - 1;
      const place = Math.max(0, input.values.indexOf(input.usual));
      return last < 1 ? [] : [{ name, about, min: 0, max: last, default: place }];
    }
    default:
      return [];
  }
};

/** As the stage drives them: see visuals/isf/drive.ts. */
const gesturesOf = (inputs: readonly IsfInput[]) => {
  const events = inputs.filter(({ type }) => type === "event");
  const floats = inputs.filter(({ type }) => type === "float");
  return Object.fromEntries(
    DRUMS.map((drum, i) => {
      const does = [
        ...(events[i] === undefined ? [] : [`sets off ${events[i].label}`]),
        ...(floats[i] === undefined ? [] : [`pushes ${floats[i].label}`]),
      ];
      return [drum, does.join(", ").slice(0, 120)];
    }),
  );
};
