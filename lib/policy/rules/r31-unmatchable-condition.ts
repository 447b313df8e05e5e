import { isServerIssuer } from "../github-issuer";
import { neverHolds } from "../iam/condition";
import { type Glob, hasVariable, hasWildcard, joined, plainText } from "../iam/glob";
import { requiresValue } from "../iam/operators";
import { intendedClaim, misspelling } from "../subject/misspelling";
import { hasMoreSegments } from "../subject/parse";
import {
  claimFormText,
  isPossibleClaim,
  isPossibleSubject,
  matchesDefaultSubject,
} from "../subject/possible";
import type { LintContext, Spellings } from "./context";
import { contradictions } from "./contradiction";
import { isImpossible, isOfOtherAccount } from "./effective";
import { type ClaimCondition, type GithubStatement, hasLiteralWildcard } from "./github-statement";
import { usesVariable } from "./r28-policy-variable";
import type { LintTarget, Rule, Violation } from "./rule";
import { bySubject, SUBJECT, violationAt } from "./rule";
import {
  isKnownSegment,
  isOwnerPinned,
  repositoryName,
  type SubjectFacts,
  segmentValues,
  writtenSubjects,
} from "./subject-facts";
import { formatOf } from "./subject-ids";

export const r31: Rule = {
  id: "R31",
  name: "unmatchable-condition",
  severity: "medium",
  requirement:
    "each value is written exactly as GitHub sends it, and one token can fulfill all conditions of a statement",
  impact: "no token has this value, or not together with the other conditions, so it never matches",
  fix: "check the casing, the ids (both or none), refs/heads/ before a branch and %3A for a colon in a name. Remove one of two conditions that exclude each other",
  details:
    "Subjects are case-sensitive. GitHub writes the owner and the repository as their pages show them, and `%3A` for a colon in a name. All conditions of a statement must hold for one token: the subject of a job with an environment contains no branch, and its claim `ref` does.",
  example: { bad: bySubject("repo:acme@123456/web@456789:main"), good: bySubject(SUBJECT) },
  violations: (target) => {
    const { document, written, context } = target;
    const { hasVariables } = document;
    return [
      ...written.flatMap((statement) =>
        statement.conditions.flatMap((each) => impossibleValues(each, statement)),
      ),
      ...mispeltSubjects(writtenSubjects(written), context, hasVariables),
      ...written.flatMap((statement) =>
        contradictions(statement, context).map(({ value, hint }) => ({ ...violationAt(value), hint })),
      ),
      ...written.flatMap((statement) => emptyStatement(statement, target)),
    ];
  },
};

/** A statement that allows no token, although each of its values and each pair of its conditions is possible. */
function emptyStatement(
  statement: GithubStatement,
  { document: { hasVariables }, statements, context }: LintTarget,
): readonly Violation[] {
  const { path, issuerHost, conditions } = statement;
  const isLive = statements.some((each) => each.path === path && each.issuerHost === issuerHost);
  if (isLive) return [];
  // Other violations, of this rule or of those about providers, keys, operators, wildcards and variables, say what is wrong with a part of it.
  const isExplained =
    isOfOtherAccount(statement, context) ||
    statement.statement.conditions.some((each) => neverHolds(each, hasVariables, issuerHost)) ||
    conditions.some((each) => isWithoutValue(each, issuerHost)) ||
    contradictions(statement, context).length > 0;
  if (isExplained) return [];
  const hint = isImpossible(statement)
    ? "no token fulfills all conditions of the statement"
    : "a Deny statement denies every token that the statement allows";
  return [{ path, given: path.join(" "), hint }];
}

/** Whether no token has one of the values of a condition. */
function isWithoutValue({ claim, condition, values }: ClaimCondition, issuerHost: string): boolean {
  return (
    requiresValue(condition.operator) &&
    values.every(
      (value) =>
        hasLiteralWildcard(condition.operator, value) ||
        hasVariable(value.pattern) ||
        !isPossibleClaim(claim, value.pattern, issuerHost, value.isCaseless),
    )
  );
}

/** Values of other claims than `sub` that no token has. */
function impossibleValues(
  { claim, condition, values }: ClaimCondition,
  { issuerHost }: GithubStatement,
): readonly Violation[] {
  if (claim === "sub" || !requiresValue(condition.operator)) return [];
  return values
    .filter(
      (value) =>
        !hasLiteralWildcard(condition.operator, value) &&
        !isPossibleClaim(claim, value.pattern, issuerHost, value.isCaseless),
    )
    .map((value) => {
      const expected = intendedClaim(claim, value.text);
      return {
        ...violationAt(value),
        hint: claimFormText(claim),
        ...(expected !== undefined && { expected }),
      };
    });
}

function mispeltSubjects(
  subjects: readonly SubjectFacts[],
  context: LintContext,
  hasVariables: boolean,
): readonly Violation[] {
  const violations: Violation[] = [];
  for (const subject of subjects) {
    const found = misspellingOf(subject, context, hasVariables);
    if (found !== undefined) violations.push({ ...violationAt(subject.value), ...found });
  }
  return violations;
}

/** What is wrong with a subject; undefined if a token can have it. */
function misspellingOf(
  subject: SubjectFacts,
  context: LintContext,
  hasVariables: boolean,
): Pick<Violation, "expected" | "hint" | "isMisspelling"> | undefined {
  const { value, statement } = subject;
  const { issuerHost } = statement;
  const isLiteral = statement.conditions.some(
    ({ condition, values }) => values.includes(value) && hasLiteralWildcard(condition.operator, value),
  );
  if (isLiteral) return undefined;
  const mistake = misspelling(value.text, issuerHost);
  if (mistake !== undefined) {
    const { what, intended } = mistake;
    return { hint: what, isMisspelling: true, ...(intended !== undefined && { expected: intended }) };
  }
  // R28 reports the variable.
  if (usesVariable(value, hasVariables)) return undefined;
  if (!isPossibleSubject(value.pattern, issuerHost, value.isCaseless)) {
    return { hint: "GitHub sends no such subject" };
  }
  const isWrong =
    isMisspelt(subject, context) ||
    isUnknownContext(subject) ||
    hasRawColon(subject) ||
    hasOtherIds(subject, context);
  return isWrong ? {} : undefined;
}

/** A known owner or repository in another casing, or a key that is not in lower case. */
function isMisspelt(subject: SubjectFacts, { owners, repositories }: LintContext): boolean {
  const { value, owner } = subject;
  if (value.isCaseless) return false;
  return (
    (subject.isDefaultTemplate && !value.pattern.startsWith("repo:")) ||
    isOtherCasing(owner?.name, owners) ||
    isOtherCasing(repositoryName(subject), repositories)
  );
}

function isOtherCasing(name: string | undefined, known: Spellings | undefined): boolean {
  const spelling = name === undefined ? undefined : known?.get(name.toLowerCase());
  return spelling !== undefined && spelling !== name;
}

/** A subject that ends with the owner, or has an unknown key after the repository. */
function isUnknownContext(subject: SubjectFacts): boolean {
  if (!subject.isDefaultTemplate) return false;
  const { value, repository } = subject;
  const [context] = subject.segments;
  if (repository === undefined) return !hasWildcard(value.pattern);
  return (
    context !== undefined &&
    !hasWildcard(context) &&
    !isKnownSegment(value.isCaseless ? context.toLowerCase() : context) &&
    !matchesDefaultSubject(value.pattern)
  );
}

const ENVIRONMENT = plainText("environment:");

/** A colon in an environment's name that is not encoded. Only a server up to 3.18 sends it like this. */
function hasRawColon(subject: SubjectFacts): boolean {
  return segmentValues(subject, "environment:").some(
    (name) =>
      name.includes("%3a") ||
      (name.includes(":") &&
        !isServerIssuer(subject.statement.issuerHost) &&
        !hasMoreSegments(joined([ENVIRONMENT, name], ""))),
  );
}

/** Ids for only one of owner and repository, that are no numbers, of another repository, or for a repository without ids. */
function hasOtherIds(subject: SubjectFacts, context: LintContext): boolean {
  const { owner, repository, statement } = subject;
  if (!subject.isDefaultTemplate || !isOwnerPinned(subject)) return false;
  if (owner === undefined || repository === undefined) return false;
  const isHalf = (owner.id === undefined) !== (repository.id === undefined) && !hasWildcard(repository.name);
  const sendsNone = isServerIssuer(statement.issuerHost) || formatOf(subject, context) === "name";
  const known = context.ids.repositories.get(repositoryName(subject)?.toLowerCase() ?? "");
  const isOther = known !== undefined && repository.id !== undefined && repository.id !== known;
  return (
    isOther || isHalf || isNoId(owner.id) || isNoId(repository.id) || (owner.id !== undefined && sendsNone)
  );
}

function isNoId(id: Glob | undefined): boolean {
  return id !== undefined && !hasWildcard(id) && !/^[0-9]+$/.test(id);
}
