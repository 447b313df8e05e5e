import { EMPTY, type Glob, hasWildcard, joined, overlaps, patternOf, WILDCARDS_ALONE } from "../iam/glob";
import { requiresValue } from "../iam/operators";
import { parseContext, parseSubject, segmentsOf } from "../subject/parse";
import { isPossibleClaim } from "../subject/possible";
import type { LintContext } from "./context";
import { type ConditionValue, type GithubStatement, hasLiteralWildcard } from "./github-statement";

/** A value that a condition asks for. */
export interface AskedValue {
  readonly claim: string;
  readonly value: ConditionValue;
}

/** A value of a condition, and one of another condition that no token has together with it. */
export interface Contradiction {
  readonly value: ConditionValue;
  readonly other: ConditionValue;
  /** Whether one of them is the claim `environment`, and the other one a subject without it. */
  readonly isEnvironment: boolean;
}

/**
 * The conditions of a statement that exclude each other: for each, the first value of the later one. Subjects with ids and those of other
 * subject templates count as what they usually are: a job with an environment has no branch in its subject.
 */
export function contradictingValues(
  { conditions, issuerHost }: GithubStatement,
  context: LintContext,
): readonly Contradiction[] {
  const plain = conditions
    .filter(({ condition }) => requiresValue(condition.operator))
    .map(({ claim, condition, values }) => ({
      claim,
      values: values.filter(
        (value) =>
          !hasLiteralWildcard(condition.operator, value) &&
          isPossibleClaim(claim, value.pattern, issuerHost, value.isCaseless),
      ),
    }));
  return plain.flatMap((later, index) =>
    plain.slice(0, index).flatMap((earlier) => {
      const [value] = later.values;
      const [other] = earlier.values;
      if (value === undefined || other === undefined) return [];
      const isExcluded = later.values.every((one) =>
        earlier.values.every((two) =>
          later.claim === earlier.claim
            ? !isOverlap(one, two)
            : isContradiction({ claim: later.claim, value: one }, { claim: earlier.claim, value: two }) ||
              isUnusual({ claim: later.claim, value: one }, { claim: earlier.claim, value: two }, context),
        ),
      );
      const isEnvironment = [later.claim, earlier.claim].includes("environment");
      return isExcluded ? [{ value, other, isEnvironment }] : [];
    }),
  );
}

export function isOverlap(a: ConditionValue, b: ConditionValue): boolean {
  return a.isCaseless || b.isCaseless
    ? overlaps(a.pattern.toLowerCase(), b.pattern.toLowerCase())
    : overlaps(a.pattern, b.pattern);
}

/** Whether no token with the default subject template has both. */
function isUnusual(a: AskedValue, b: AskedValue, context: LintContext): boolean {
  if (b.claim === "sub") return a.claim !== "sub" && isUnusual(b, a, context);
  if (a.claim !== "sub" || !["environment", "ref"].includes(b.claim)) return false;
  const parts = parseSubject(a.value.pattern);
  if (parts?.context === undefined || parts.repository === undefined) return false;
  if (context.hasTemplate(parts.owner.text, parts.repository.text)) return false;
  const segments = segmentsOf(parts.context.text);
  const { kind } = parseContext(segments[0] ?? EMPTY);
  if (segments.length > 1 || kind === "any" || kind === "unknown") return false;
  if (b.claim === "environment") return kind !== "environment";
  return b.claim === "ref" && kind === "pullRequest" && !overlaps(b.value.pattern, MERGE_REF);
}

/** The refs of pull requests. */
const MERGE_REF = patternOf("refs/pull/*", WILDCARDS_ALONE);

/** Whether no token has both values, one of them a subject in the default form. */
export function isContradiction(a: AskedValue, b: AskedValue): boolean {
  if (a.claim === "sub") return isOtherJob(a.value, b);
  return b.claim === "sub" && isOtherJob(b.value, a);
}

/** The claims whose value the default form of a subject can contain. */
const CLAIMS_IN_SUBJECT = ["repository", "repository_owner_id", "repository_id", "ref", "environment"];

function isOtherJob(subject: ConditionValue, { claim, value }: AskedValue): boolean {
  if (!CLAIMS_IN_SUBJECT.includes(claim)) return false;
  const claimed = claimsOf(subject).get(claim);
  if (claimed === undefined) return false;
  const asked = decodedName(claim, value.pattern);
  return subject.isCaseless || value.isCaseless
    ? !overlaps(asked.toLowerCase(), claimed.toLowerCase())
    : !overlaps(asked, claimed);
}

/** The claims of every token with a subject. A part with a wildcard says nothing, nor does a subject with further claims. */
function claimsOf({ pattern }: ConditionValue): ReadonlyMap<string, Glob> {
  const parts = parseSubject(pattern);
  const segments = segmentsOf(parts?.context?.text ?? EMPTY);
  const [segment = EMPTY] = segments;
  if (parts === undefined || segments.length > 1) return new Map();
  const { owner, ownerId, repository, repositoryId } = parts;
  const { kind, name } = parseContext(segment);
  const claims: readonly (readonly [string, Glob | undefined])[] = [
    ["repository", repository && joined([owner.text, repository.text], "/")],
    ["repository_owner_id", ownerId?.text],
    ["repository_id", repositoryId?.text],
    ["ref", segment.startsWith("ref:refs/") ? segment.slice("ref:".length) : undefined],
    ["environment", kind === "environment" ? decodedName("environment", name) : undefined],
  ];
  return new Map(
    claims.flatMap(([claim, text]) =>
      text === undefined || hasWildcard(text) ? [] : [[claim, text] as const],
    ),
  );
}

/** Two environments can have one subject, so that their names are compared as the subject has them. */
function decodedName(claim: string, name: Glob): Glob {
  return claim === "environment" ? name.replace(/%3a/gi, ":") : name;
}
