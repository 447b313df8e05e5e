import { CONDITION_CLAIMS } from "../../policy/claims";
import { type ConditionAnswer, isClaimOf } from "../../policy/iam/condition";
import { hasVariable } from "../../policy/iam/glob";
import { isPositiveString } from "../../policy/iam/operators";
import type { TokenClaims } from "../../policy/iam/request-context";
import { requestKey } from "../../policy/iam/request-keys";
import { defaultAudience, isGithubAudience, isStsAudience } from "../../policy/partition";
import { allowedValues } from "../../policy/rules/github-statement";
import { type Attempt, valueMatches } from "../compare";
import { subjectOf } from "../token";
import { type Cause, type CauseText, FAR, wholeDifference } from "./cause";
import { isNever } from "./impossible";

/** The token is for another service, or has no audience. */
export function audienceCauses({ roleDecision, githubStatement }: Attempt): readonly Cause[] {
  const { role, token, isDeniedByProvider } = roleDecision;
  const got = audiencesOf(token.claims.aud);
  const tested = githubStatement === undefined ? [] : allowedValues(githubStatement, "aud");
  const isOther = tested.length > 0 && !got.some((aud) => tested.some((value) => valueMatches(value, aud)));
  if (!isOther && !isDeniedByProvider) return [];
  const expected = isOther ? tested.map(({ text }) => text) : [role.audience];
  const asked = expected.map(audienceText).join(" or ");
  const expecting = `${isOther ? "the role's trust policy" : "the OIDC provider"} expects the audience ${asked}`;
  const requested = requestedAudience(roleDecision);
  return [
    {
      code: got.length === 0 ? "no-audience" : "audience",
      cost: 4,
      message: `${expecting}; ${got.includes(requested) ? `aws-actions/configure-aws-credentials requests ${requested}` : gotText(got)}`,
      fix: got.includes(requested)
        ? roleFix(roleDecision, requested, expected)
        : `request the audience ${expected.join(" or ")}: set the input audience of aws-actions/configure-aws-credentials, or add &audience=${expected[0] ?? ""} to your own request`,
      difference: wholeDifference("aud", expected, got.length === 0 ? undefined : got.join(", ")),
      editKind: isUsualAudience(roleDecision, got) ? "audience" : undefined,
    },
  ];
}

/** What aws-actions/configure-aws-credentials requests in the partition of the role. */
function requestedAudience({ role: { origin, audience } }: Attempt["roleDecision"]): string {
  return origin === undefined ? audience : defaultAudience(origin.account.partition);
}

/** The token is right, and the role expects what no workflow requests by default. */
function roleFix(
  { role: { origin } }: Attempt["roleDecision"],
  requested: string,
  expected: readonly string[],
): string {
  const inRole =
    origin === undefined
      ? `write ${requested} for aud in the role's trust policy`
      : `set the account's audience to ${requested}`;
  return expected.some(isGithubAudience)
    ? `${inRole}. Every step of every job can get a token with GitHub's default audience`
    : `${inRole}. Or, if the role is for other tokens, set the input audience of aws-actions/configure-aws-credentials to ${expected.join(" or ")}`;
}

function audienceText(audience: string): string {
  return isGithubAudience(audience) ? `${audience} (GitHub's default audience)` : audience;
}

function audiencesOf(aud: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  return list.filter((each) => typeof each === "string");
}

function gotText(got: readonly string[]): string {
  const [first] = got;
  if (first === undefined) return "the token has no audience";
  const shown = got.join(", ");
  if (isGithubAudience(first)) return `the token has GitHub's default audience, ${shown}`;
  if (isStsAudience(first)) {
    return `the token has the audience of another AWS partition, ${shown}`;
  }
  return `the token has ${shown}`;
}

/** Whether the token has the default audience of the partition, and the account expects another one. */
function isUsualAudience({ role: { origin } }: Attempt["roleDecision"], got: readonly string[]): boolean {
  return origin !== undefined && got.length === 1 && got[0] === defaultAudience(origin.account.partition);
}

/** The expected subject contains the value of another condition key, or of none. */
export function variableCauses({ expected, roleDecision }: Attempt): readonly Cause[] {
  if (expected === undefined || !hasVariable(expected.value.pattern)) return [];
  const { text } = expected.value;
  return [
    {
      code: "policy-variable",
      cost: FAR,
      message: `the role's trust policy expects the subject ${text}, with a policy variable that makes it another one than the token has, or that has no value`,
      fix: `write the value itself in place of the variable, such as ${subjectOf(roleDecision.token)}`,
      difference: wholeDifference("sub", [text], subjectOf(roleDecision.token)),
      editKind: undefined,
    },
  ];
}

/** Conditions of the statement on other claims than the subject and the audience, which have causes of their own. */
export function claimCauses(attempt: Attempt): readonly Cause[] {
  const { githubStatement, statement, expected } = attempt;
  // The conditions of a statement for another principal are not about this token.
  if (githubStatement === undefined || statement.principal === "fails") return [];
  const compared = expected === undefined ? ["aud"] : ["aud", "sub"];
  return conditionCauses(
    attempt,
    ({ condition: { key, operator } }) => !(compared.includes(claimOf(key)) && isPositiveString(operator)),
  );
}

function conditionCauses(attempt: Attempt, isMeant: (answer: ConditionAnswer) => boolean): readonly Cause[] {
  return attempt.statement.conditions
    .filter((answer) => answer.outcome !== "holds" && !isNever(attempt, answer) && isMeant(answer))
    .map((answer) => ({
      ...conditionText(answer, attempt.roleDecision.token.issuerHost),
      difference: wholeDifference(
        claimOrKey(answer.condition.key, attempt.roleDecision.token.issuerHost),
        [expectedText(answer)],
        answer.got?.join(", "),
      ),
    }));
}

function claimOrKey(key: string, issuerHost: string): string {
  return isClaimOf(key, issuerHost) ? claimOf(key) : key;
}

/** `job_workflow_ref` of `token.actions.githubusercontent.com:job_workflow_ref`. */
export function claimOf(key: string): string {
  return key.slice(key.lastIndexOf(":") + 1).toLowerCase();
}

function expectedText({ condition: { operatorName, values } }: ConditionAnswer): string {
  return `${operatorName} ${values.join(" or ")}`;
}

/** More values than these make a sentence too long. */
const MAX_VALUES_IN_MESSAGE = 3;

function conditionText(answer: ConditionAnswer, issuerHost: string): CauseText {
  const { condition, outcome, got, why } = answer;
  const claim = claimOrKey(condition.key, issuerHost);
  const byRequest = isClaimOf(condition.key, issuerHost) ? undefined : requestKey(condition.key);
  if (outcome === "undetermined" && byRequest !== undefined && got === undefined) {
    return {
      code: "undetermined-condition",
      cost: 2,
      message: `the role's trust policy expects ${expectedText(answer)} for ${condition.key}: ${byRequest.why}`,
      fix: byRequest.fix,
      editKind: undefined,
    };
  }
  if (outcome === "undetermined") {
    return {
      code: "undetermined-condition",
      cost: 2,
      message: `whether the condition on ${claim} holds cannot be determined: ${why}`,
      fix: undeterminedFix(answer, issuerHost),
      editKind: undefined,
    };
  }
  if (
    claim === "environment" &&
    got?.some((name) => condition.values.some((value) => isEncodedName(value, name)))
  ) {
    return {
      code: "environment-colon",
      cost: 1,
      message: `the role's trust policy expects ${expectedText(answer)} for the claim environment; the token has ${got.join(", ")}, with a plain colon`,
      fix: `write ${got.join(", ")} for the claim environment. Only a subject has %3A in the place of the colon`,
      editKind: undefined,
    };
  }
  if (got !== undefined) {
    const expected =
      condition.values.length > MAX_VALUES_IN_MESSAGE
        ? `${condition.operatorName} one of ${condition.values.length} values`
        : expectedText(answer);
    return {
      code: "claim-value",
      cost: 4,
      message: `the role's trust policy expects ${expected} for the claim ${claim}; the token has ${got.join(", ")}`,
      fix: `run a job that has an expected value, or change the condition on ${claim}`,
      editKind: undefined,
    };
  }
  return CONDITION_CLAIMS.includes(claim)
    ? {
        code: "missing-claim",
        cost: 4,
        message: `the role's trust policy expects the claim ${claim}; the token does not have it`,
        fix:
          claim === "environment"
            ? "name the environment in the job, or remove the condition"
            : `run a job whose token has the claim ${claim}, or remove the condition`,
        editKind: undefined,
      }
    : {
        code: "unsupported-claim",
        cost: FAR / 2,
        message: `the role's trust policy expects the condition key ${condition.key}; AWS does not set it from any token, so the condition never holds`,
        fix: `use a claim that AWS supports (${CONDITION_CLAIMS.filter((each) => each !== "amr").join(", ")}), or add ${claim} to the subject with a subject template`,
        editKind: undefined,
      };
}

/** Whether a value is the name of an environment as a subject has it. */
function isEncodedName(value: string, name: string): boolean {
  return value !== name && value.replaceAll(/%3a/gi, ":") === name;
}

/** A claim may be in the whole token. Nothing else is. */
function undeterminedFix({ condition: { key }, got }: ConditionAnswer, issuerHost: string): string {
  if (!isClaimOf(key, issuerHost)) {
    return `look up whether AWS sets ${key} in calls of AssumeRoleWithWebIdentity, or remove the condition`;
  }
  return got === undefined
    ? "pass the whole token with --token"
    : `use a string operator for ${key}, with plain values`;
}

/** If no cause with a code of its own explains it. */
export function otherCauses(attempt: Attempt): readonly Cause[] {
  const { roleDecision, expected } = attempt;
  if (expected === undefined) return conditionCauses(attempt, () => true);
  return [
    {
      code: "other-subject",
      cost: FAR,
      message: "the role's trust policy expects another subject than the token has",
      fix: "compare the two subjects. Write the token's subject, if this token should be allowed",
      difference: wholeDifference("sub", [expected.value.text], subjectOf(roleDecision.token)),
      editKind: undefined,
    },
  ];
}

/**
 * A token outside its validity. AWS answers it with errors of their own (ExpiredTokenException, InvalidIdentityToken), so this comes
 * after what the trust policy says.
 * @param now seconds since 1970.
 */
export function timeCauses({ exp, nbf }: TokenClaims, now: number): readonly Cause[] {
  if (typeof exp === "number" && exp <= now) {
    return [
      {
        code: "expired",
        cost: 0,
        message: `the token expired at ${dateText(exp)}, so AWS denies it, whatever the trust policy says`,
        fix: "request a new token in the job. A token is valid for a few minutes",
        difference: undefined,
        editKind: undefined,
      },
    ];
  }
  if (typeof nbf === "number" && nbf > now) {
    return [
      {
        code: "not-yet-valid",
        cost: 0,
        message: `the token is not valid before ${dateText(nbf)}`,
        fix: "wait until then, or correct the clock of this machine",
        difference: undefined,
        editKind: undefined,
      },
    ];
  }
  return [];
}

/** The last second that a JavaScript date can have. */
const LAST_SECOND = 8_640_000_000_000;

function dateText(seconds: number): string {
  return Math.abs(seconds) > LAST_SECOND ? `${seconds} s after 1970` : new Date(seconds * 1000).toISOString();
}
