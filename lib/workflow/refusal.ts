import { repositoryText, roleText } from "./chosen-role";
import type { Planned } from "./planned";
import { isDenied, remedyLines } from "./remedy";
import type { RoleSource } from "./role-source";
import { runText, useText } from "./run-text";
import type { TokenDecision } from "./token-decision";
import { trustedContexts } from "./trusted-contexts";

/** What of a run is refused, why, from what the role can be used, and what to change: a line each. */
export function refusalLines(
  access: RoleSource,
  { plan, identity, admissions }: Pick<Planned, "plan" | "identity" | "admissions">,
): readonly string[] {
  const { chosen, repository, run, words } = plan;
  const refused = admissions.filter(({ answer }) => answer.outcome === "denied");
  const uses = trustedContexts(chosen.role, repository);
  return [
    `refused: the role ${roleText(chosen)} does not let in ${repositoryText(repository)} on ${runText(run)}`,
    ...new Set(refused.flatMap(reasonLines)),
    uses.length === 0
      ? `the role trusts nothing of ${repositoryText(repository)}`
      : `it can be used on: ${[...new Set(uses.map((use) => useText(use, words)))].join("; ")}`,
    ...remedyLines(access, plan, identity, refused),
  ];
}

/** Each claim that does not fit, once for each statement that would need another one. */
function reasonLines(admission: TokenDecision): readonly string[] {
  const { token, answer } = admission;
  if (isDenied(admission)) return [`  a statement of its trust policy denies the subject ${token.sub}`];
  const failed = answer.statements.flatMap(({ conditions }) =>
    conditions
      .filter(({ outcome }) => outcome === "fails")
      .map(
        ({ condition, got }) =>
          `  ${condition.key} is ${got?.join(" or ") ?? "missing"}; asked for by ${condition.operatorName}: ${condition.values.join(" or ")}`,
      ),
  );
  return failed.length > 0 ? failed : [`  no statement of its trust policy is for the subject ${token.sub}`];
}
