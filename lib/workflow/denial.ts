import type { ConditionAnswer } from "../policy/iam/condition-answer";
import { isNegativeString } from "../policy/iam/operator";
import type { Planned } from "./plan-workflow";
import type { RoleSource } from "./role-source";
import { repositoryText, roleText } from "./selected-role";
import { allowStatements, isExplicitDeny, suggestionLines } from "./suggestion";
import type { TokenDecision } from "./token-decision";
import { contextText, triggerText } from "./trigger-text";
import { trustedContexts } from "./trusted-contexts";

/** What the role denies, why, where the role can be used, and what to change: one string for each line. */
export function denialLines(
  source: RoleSource,
  { plan, identity, decisions }: Pick<Planned, "plan" | "identity" | "decisions">,
): readonly string[] {
  const { selected, repository, trigger, wording } = plan;
  const denied = decisions.filter(({ answer }) => answer.outcome === "denied");
  const contexts = trustedContexts(selected.role, repository);
  return [
    `denied: the trust policy of ${roleText(selected)} does not allow ${repositoryText(repository)} on ${triggerText(trigger)}`,
    ...new Set(denied.map((decision) => reasonLines(decision).join("\n"))),
    contexts.length === 0
      ? `The role does not trust ${repositoryText(repository)}`
      : `The role can be used on: ${[...new Set(contexts.map((context) => contextText(context, wording)))].join("; ")}`,
    ...suggestionLines(source, plan, identity, denied),
  ].flatMap((lines) => lines.split("\n"));
}

/** Each condition that the token fails: the claim, what the condition expects, and what the token has. */
function reasonLines(decision: TokenDecision): readonly string[] {
  const { token, answer } = decision;
  if (isExplicitDeny(decision))
    return [`  a Deny statement of the trust policy applies to the subject ${token.sub}`];
  const failed = allowStatements(answer).flatMap(({ conditions }) =>
    conditions.filter(({ outcome }) => outcome === "fails").map(conditionLines),
  );
  return failed.length > 0
    ? [...new Set(failed)]
    : ["  no statement of the trust policy allows the OIDC provider of this account and this GitHub"];
}

function conditionLines({ condition, got }: ConditionAnswer): string {
  const not = isNegativeString(condition.operator) ? "not " : "";
  const [first = "", ...others] = condition.values;
  return [
    `  ${condition.key.replace(/^.*:/, "")}`,
    `    expected  ${not}${first}`,
    ...others.map((value) => `           or ${not}${value}`),
    `    got       ${got?.join(", ") ?? "nothing"}`,
  ].join("\n");
}
