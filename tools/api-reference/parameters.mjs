/** Names a parameter that its function takes apart at once: `props` for a construct's, else after its type. */
import { Converter, ReflectionKind } from "typedoc";

export function load({ converter }) {
  converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const parameter of project.getReflectionsByKind(ReflectionKind.Parameter)) {
      if (parameter.name.startsWith("__")) parameter.name = nameAfter(parameter.type);
    }
  });
}

/** @throws Error for a type without a name: give the parameter one. */
function nameAfter({ name, typeArguments: [part] = [] }) {
  if (name === undefined) throw new Error("a parameter that is taken apart has a type without a name");
  if (name === "Pick" || name === "Omit") return nameAfter(part);
  return name.endsWith("Props") ? "props" : `${name[0].toLowerCase()}${name.slice(1)}`;
}
