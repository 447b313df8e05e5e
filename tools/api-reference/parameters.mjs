/** Names a destructured parameter: `props` for a construct, otherwise after its type. */
import { Converter, ReflectionKind } from "typedoc";

export function load({ converter }) {
  converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const parameter of project.getReflectionsByKind(ReflectionKind.Parameter)) {
      if (parameter.name.startsWith("__")) parameter.name = nameAfter(parameter.type);
    }
  });
}

/** @throws Error if the type has no name. Then name the parameter. */
function nameAfter({ name, typeArguments: [part] = [] }) {
  if (name === undefined) throw new Error("a destructured parameter has a type without a name");
  if (name === "Pick" || name === "Omit") return nameAfter(part);
  return name.endsWith("Props") ? "props" : `${name[0].toLowerCase()}${name.slice(1)}`;
}
