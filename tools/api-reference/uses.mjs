/** Says of a type without an example of its own where it stands: the examples are there. */
import { Comment, CommentTag, Converter, makeRecursiveVisitor, ReflectionKind } from "typedoc";

export function load(app) {
  // After everything has been referred to, before links are looked for.
  app.converter.on(
    Converter.EVENT_RESOLVE_END,
    ({ project }) => {
      for (const [type, users] of usersByType(project)) {
        type.comment ??= new Comment();
        if (type.comment.getTag("@example") !== undefined) continue;
        type.comment.blockTags.push(new CommentTag("@usedBy", listed([...users])));
      }
    },
    -200,
  );
}

/** The public names that speak of each type. */
function usersByType(project) {
  const users = new Map();
  const choices = project
    .getReflectionsByKind(ReflectionKind.TypeAlias)
    .filter(({ type }) => textsOf(type).size > 0 && textsOf(type).size === type.types.length);
  for (const reflection of Object.values(project.reflections)) {
    const user = publicNameOf(reflection);
    const use = (used) => {
      if (used === undefined || user === undefined || used === user) return;
      users.set(used, (users.get(used) ?? new Set()).add(user));
    };
    const visitor = makeRecursiveVisitor({
      reference: ({ reflection: type }) => use(type && publicNameOf(type)),
      // A choice among texts stands written out where it is used.
      union: (type) => {
        const texts = textsOf(type);
        for (const choice of choices) {
          if ([...textsOf(choice.type)].every((text) => texts.has(text))) use(publicNameOf(choice));
        }
      },
    });
    for (const type of [reflection.type, ...(reflection.extendedTypes ?? [])]) type?.visit?.(visitor);
  }
  return users;
}

/** The texts that a type lets one choose from; none for types of other kinds. */
function textsOf(type) {
  const members = type?.type === "union" ? type.types : [];
  return new Set(members.flatMap(({ value }) => (typeof value === "string" ? [value] : [])));
}

function publicNameOf(reflection) {
  if (reflection.parent === undefined) return undefined;
  return reflection.parent.kindOf(ReflectionKind.Module) ? reflection : publicNameOf(reflection.parent);
}

function listed(users) {
  return users
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((user, index) => [
      ...(index > 0 ? [{ kind: "text", text: ", " }] : []),
      { kind: "inline-tag", tag: "@link", text: user.name, target: user },
    ]);
}
