import type { Path } from "../config/problem";
import type { Config, Role } from "../config/types";
import { isPattern } from "../policy/github-names";
import { hasWildcard } from "../policy/iam/glob";
import { parseRawSubject } from "../policy/subject/parse";
import { roleSubjects } from "../policy/trust-policy";

/** An environment of a GitHub repository that a role trusts. */
export interface TrustedEnvironment {
  readonly owner: string;
  readonly repository: string;
  readonly name: string;
  /** The place in the file that trusts it. */
  readonly path: Path;
}

/** Every environment of a repository that a role trusts by name, each once. */
export function trustedEnvironments({ accounts, github }: Config): readonly TrustedEnvironment[] {
  const all = accounts.flatMap(({ roles }, account) =>
    roles.flatMap((role) =>
      environmentsOf(role, github.issuerHost).map((each) => ({
        ...each,
        path: ["accounts", account, "roles", role.source, ...each.path],
      })),
    ),
  );
  const byName = new Map<string, TrustedEnvironment>();
  for (const each of all) {
    const key = `${each.owner}/${each.repository}:${each.name}`.toLowerCase();
    if (!byName.has(key)) byName.set(key, each);
  }
  return [...byName.values()];
}

function environmentsOf(role: Role, issuerHost: string): readonly TrustedEnvironment[] {
  if (role.trust.kind === "document") {
    return roleSubjects(role, issuerHost).flatMap((subject) => inSubject(subject, ["trustPolicy"]));
  }
  return role.trust.entries.flatMap((entry) => {
    const path = ["trust", entry.source];
    if (entry.kind === "subject") return inSubject(entry.subject, [...path, "subject"]);
    const { owner, repository, context } = entry;
    if (context.kind !== "environment" || isPattern(repository)) return [];
    return [{ owner, repository, name: context.name, path: [...path, "environment"] }];
  });
}

function inSubject(subject: string, path: Path): readonly TrustedEnvironment[] {
  const parsed = parseRawSubject(subject);
  if (parsed === undefined || parsed.context?.kind !== "environment") return [];
  const { owner, repository, context } = parsed;
  if (hasWildcard(owner) || hasWildcard(repository)) return [];
  return [{ owner, repository, name: context.name, path }];
}
