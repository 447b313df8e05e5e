import { type Decision, decisionOf, evaluate, type StatementDecision } from "../policy/iam/evaluate";
import { type Glob, plainText, subsumes } from "../policy/iam/glob";
import { type RequestContext, requestContext } from "../policy/iam/request-context";
import { EMPTY_CONTEXT } from "../policy/rules/context";
import { contradictions } from "../policy/rules/contradiction";
import { isImpossible } from "../policy/rules/effective";
import {
  allowedValues,
  type ConditionValue,
  type GithubStatement,
  githubStatements,
} from "../policy/rules/github-statement";
import { parseSubject, type SubjectParts } from "../policy/subject/parse";
import { type CandidateRole, contextOf } from "./candidates";
import { subjectOf, type Token } from "./token";

/** Whether a role allows a token. */
export interface RoleDecision {
  readonly role: CandidateRole;
  /** The token, with the audience that workflows request for this role if none was given. */
  readonly token: Token;
  readonly request: RequestContext;
  /** The result of the trust policy and the OIDC provider together. */
  readonly outcome: Decision["outcome"];
  /** The result of the trust policy. */
  readonly decision: Decision;
  /** Whether the OIDC provider rejects the audience, whatever the trust policy says. */
  readonly isDeniedByProvider: boolean;
}

export function roleDecision(role: CandidateRole, given: Token): RoleDecision {
  const token = given.isAudienceAssumed
    ? { ...given, claims: { ...given.claims, aud: role.audience } }
    : given;
  const request = requestContext(token.claims, token.issuerHost, role.account, token.unknownClaims);
  const decision = withoutImpossible(evaluate(role.document, request), role, token);
  const isDeniedByProvider = isOtherAudience(role, token);
  const outcome = isDeniedByProvider ? "denied" : decision.outcome;
  return { role, token, request, outcome, decision, isDeniedByProvider };
}

/** An Allow statement with conditions that no token fulfills together does not depend on what is unknown about this token. */
function withoutImpossible(decision: Decision, role: CandidateRole, { issuerHost }: Token): Decision {
  if (decision.outcome !== "undetermined") return decision;
  const github = githubStatements(role.document, { ...EMPTY_CONTEXT, issuerHost });
  const statements = decision.statements.map((answer): StatementDecision => {
    const own = github.filter(({ statement }) => statement === answer.statement);
    const isNever =
      answer.outcome === "undetermined" &&
      own.length > 0 &&
      own.every((each) => isImpossible(each) || contradictions(each, contextOf(role)).length > 0);
    return isNever ? { ...answer, outcome: "fails" } : answer;
  });
  return decisionOf(statements);
}

/** STS checks the provider's own list of audiences before the trust policy. */
function isOtherAudience({ origin }: CandidateRole, { claims: { aud }, issuerHost }: Token): boolean {
  const accepted = origin?.providerAudience;
  if (accepted === undefined || issuerHost !== origin?.issuerHost) return false;
  return Array.isArray(aud) ? !aud.includes(accepted) : aud !== accepted;
}

/** A token compared with one statement of a role, and with one of the subjects that the statement allows. */
export interface Attempt {
  readonly roleDecision: RoleDecision;
  readonly statement: StatementDecision;
  /** Undefined for a statement that does not trust GitHub, and for a `Deny`. */
  readonly githubStatement: GithubStatement | undefined;
  /** The subject that the token's differs from. Undefined if the subject matches. */
  readonly expected: ExpectedSubject | undefined;
  readonly got: SubjectParts | undefined;
}

export interface ExpectedSubject {
  readonly value: ConditionValue;
  readonly parts: SubjectParts | undefined;
}

/** The token compared with every statement that does not allow it, or with the `Deny` that denied it. */
export function attempts(roleDecision: RoleDecision): readonly Attempt[] {
  const { role, decision, token } = roleDecision;
  const got = parseSubject(plainText(subjectOf(token)));
  const denied = decision.decidedBy?.statement.effect === "Deny" ? decision.decidedBy : undefined;
  if (denied !== undefined) {
    return [{ roleDecision, statement: denied, githubStatement: undefined, expected: undefined, got }];
  }
  const trusting = githubStatements(role.document, {
    ...EMPTY_CONTEXT,
    issuerHost: token.issuerHost,
  });
  return decision.statements
    .filter(({ statement, outcome }) =>
      statement.effect === "Allow"
        ? outcome !== "holds" || roleDecision.isDeniedByProvider
        : outcome === "undetermined" && decision.outcome === "undetermined",
    )
    .flatMap((statement): readonly Attempt[] => {
      const own = trusting.filter((each) => each.statement === statement.statement);
      if (own.length === 0) {
        return [{ roleDecision, statement, githubStatement: undefined, expected: undefined, got }];
      }
      return own.flatMap((githubStatement) =>
        expectedSubjects(githubStatement, subjectOf(token)).map((expected) => ({
          roleDecision,
          statement,
          githubStatement,
          expected,
          got,
        })),
      );
    });
}

/** The subjects that the token's differs from, or one `undefined` if it matches or any subject is allowed. */
function expectedSubjects(statement: GithubStatement, sub: string): readonly (ExpectedSubject | undefined)[] {
  const values = allowedValues(statement, "sub");
  if (values.length === 0 || values.some((value) => valueMatches(value, sub))) return [undefined];
  return values.map((value) => ({ value, parts: parseSubject(value.pattern) }));
}

export function valueMatches({ pattern, isCaseless }: ConditionValue, text: string): boolean {
  return globMatches(pattern, plainText(text), isCaseless);
}

export function globMatches(pattern: Glob, text: Glob, isCaseless: boolean): boolean {
  return isCaseless ? subsumes(pattern.toLowerCase(), text.toLowerCase()) : subsumes(pattern, text);
}
