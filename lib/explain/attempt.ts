import type { StatementDecision } from "../policy/iam/evaluate";
import { type Glob, plainText, subsumes } from "../policy/iam/glob";
import { EMPTY_CONTEXT } from "../policy/rules/context";
import {
  allowedValues,
  type ConditionValue,
  type GithubStatement,
  githubStatements,
} from "../policy/rules/github-statement";
import type { RoleAnswer } from "./answer";
import { subjectOf } from "./presented-token";
import { type SubjectParts, subjectParts } from "./subject-parts";

/** A token beside one way into a role: a statement, and one of the subjects that it lets in. */
export interface Attempt {
  readonly asked: RoleAnswer;
  readonly statement: StatementDecision;
  /** The statement as one that trusts a GitHub; undefined, where it does not, or keeps out. */
  readonly trusting: GithubStatement | undefined;
  /** The subject that is not the token's; undefined, where the subject is not what differs. */
  readonly expected: ExpectedSubject | undefined;
  readonly got: SubjectParts | undefined;
}

export interface ExpectedSubject {
  readonly value: ConditionValue;
  readonly parts: SubjectParts | undefined;
}

/** Every way into a role that does not let the token in. The `Deny` that kept it out is the only one, where there is one. */
export function comparisons(asked: RoleAnswer): readonly Attempt[] {
  const { role, answer, token } = asked;
  const got = subjectParts(plainText(subjectOf(token)));
  const denied = answer.decidedBy?.statement.effect === "Deny" ? answer.decidedBy : undefined;
  if (denied !== undefined) {
    return [{ asked, statement: denied, trusting: undefined, expected: undefined, got }];
  }
  const trusting = githubStatements(role.document, {
    ...EMPTY_CONTEXT,
    issuerHost: token.issuerHost,
  });
  return answer.statements
    .filter(({ statement, outcome }) =>
      statement.effect === "Allow"
        ? outcome !== "holds" || asked.isRefusedByProvider
        : outcome === "undetermined" && answer.outcome === "undetermined",
    )
    .flatMap((statement): readonly Attempt[] => {
      const own = trusting.filter((each) => each.statement === statement.statement);
      if (own.length === 0) return [{ asked, statement, trusting: undefined, expected: undefined, got }];
      return own.flatMap((each) =>
        expectedSubjects(each, subjectOf(token)).map((expected) => ({
          asked,
          statement,
          trusting: each,
          expected,
          got,
        })),
      );
    });
}

/** The subjects that differ from the token's, or one `undefined` where any suffices. */
function expectedSubjects(statement: GithubStatement, sub: string): readonly (ExpectedSubject | undefined)[] {
  const values = allowedValues(statement, "sub");
  if (values.length === 0 || values.some((value) => isMet(value, sub))) return [undefined];
  return values.map((value) => ({ value, parts: subjectParts(value.pattern) }));
}

/** Whether a value stands for a text. */
export function isMet({ pattern, isCaseless }: ConditionValue, text: string): boolean {
  return isCovered(pattern, plainText(text), isCaseless);
}

export function isCovered(pattern: Glob, text: Glob, isCaseless: boolean): boolean {
  return isCaseless ? subsumes(pattern.toLowerCase(), text.toLowerCase()) : subsumes(pattern, text);
}
