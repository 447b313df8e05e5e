/** Says a type that is taken from a constant, such as `(typeof ECR_ACCESSES)[number]`, by its texts. */
import { Converter, LiteralType, ReflectionKind, UnionType } from "typedoc";

export function load({ converter }) {
  const found = new Map();
  converter.on(Converter.EVENT_CREATE_DECLARATION, (context, reflection) => {
    if (!reflection.kindOf(ReflectionKind.TypeAlias)) return;
    const symbol = context.getSymbolFromReflection(reflection);
    const type = symbol && context.checker.getDeclaredTypeOfSymbol(symbol);
    if (!type?.isUnion() || !type.types.every((member) => member.isStringLiteral())) return;
    found.set(reflection, new UnionType(type.types.map(({ value }) => new LiteralType(value))));
  });
  converter.on(Converter.EVENT_RESOLVE_BEGIN, () => {
    for (const [reflection, type] of found) reflection.type = type;
  });
}
