import type { Config } from "../config/config";
import type { Admission, Identity } from "./admission";
import { type ChosenRole, repositoryText, roleText } from "./chosen-role";
import { isDenied, remedyLines } from "./remedy";
import type { Run } from "./run";
import { runText, useText } from "./run-text";
import { trustedUses } from "./trusted-use";

/** What of a run is refused, why, from what the role can be used, and what to change: a line each. */
export function refusalLines(
  chosen: ChosenRole,
  config: Config,
  run: Run,
  identity: Identity,
  refused: readonly Admission[],
): readonly string[] {
  const repository = { owner: identity.owner, name: identity.repository };
  const uses = trustedUses(chosen.role, repository);
  return [
    `refused: the role ${roleText(chosen)} does not let in ${repositoryText(repository)} on ${runText(run)}`,
    ...new Set(refused.flatMap(reasonLines)),
    uses.length === 0
      ? `the role trusts nothing of ${repositoryText(repository)}`
      : `it can be used on: ${[...new Set(uses.map(useText))].join("; ")}`,
    ...remedyLines(chosen, config, run, identity, refused),
  ];
}

/** Each claim that does not fit, once for each statement that would need another one. */
function reasonLines(admission: Admission): readonly string[] {
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
