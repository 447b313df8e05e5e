import { isGithubIssuer } from "../github-issuer";
import { isClaimOf, neverHolds } from "../iam/condition";
import { meantKey } from "../misspellings";
import type { Condition, ParsedPolicy } from "../policy-document";
import { type GithubStatement, issuerOfKey } from "./github-statement";
import { isEveryone } from "./open-principal";
import { AUDIENCE, exampleStatement, type Rule, SUBJECT, type Violation } from "./rule";

const GOOD = exampleStatement({ StringEquals: { aud: AUDIENCE }, StringLike: { sub: SUBJECT } });

export const r42: Rule = {
  id: "R42",
  name: "unfilled-key",
  severity: "medium",
  requirement: "conditions use keys that AWS fills when a GitHub job assumes the role",
  impact:
    "the condition never holds, so the statement allows no token; a negative operator or IfExists always holds",
  fix: "write the key as ISSUER:CLAIM, without https:// and without a slash before the colon, or remove the condition",
  details:
    "A job calls `AssumeRoleWithWebIdentity` with its token and without AWS credentials. Keys of the calling principal (`aws:PrincipalOrgID`, `aws:PrincipalTag`), `sts:ExternalId`, `sts:RoleAuthorizedByIdp` and session tags are never there. `sts:RoleSessionName`, `aws:SourceIp` and other keys of the request are, so the rule does not report them. [R29](#r29) reports claims that AWS does not read, and [R34](#r34) keys of another GitHub.",
  example: {
    bad: {
      shown: {
        Statement: [
          { ...GOOD, Condition: { ...conditionOf(GOOD), Bool: { "sts:RoleAuthorizedByIdp": "true" } } },
        ],
      },
    },
    good: { shown: { Statement: [GOOD] } },
  },
  violations: ({ document, written }) => {
    const found = written.flatMap((statement) => unfilledKeys(statement, document));
    // A statement for two issuers is here twice.
    return [...new Map(found.map((violation) => [JSON.stringify(violation.path), violation])).values()];
  },
};

function conditionOf({ Condition }: Readonly<Record<string, unknown>>): object {
  return typeof Condition === "object" && Condition !== null ? Condition : {};
}

function unfilledKeys(
  { statement, issuerHost }: GithubStatement,
  { hasVariables }: ParsedPolicy,
): readonly Violation[] {
  return statement.conditions
    .filter(({ key }) => !isClaimOf(key, issuerHost) && !isGithubIssuer(issuerOfKey(key)))
    .flatMap((condition: Condition) => {
      const { path, key } = condition;
      const expected = meantKey(key, issuerHost);
      if (expected !== undefined) return [{ path, given: key, expected }];
      // A statement for everyone is also for principals that have the key.
      return !isEveryone(statement) && neverHolds(condition, hasVariables, issuerHost)
        ? [{ path, given: key }]
        : [];
    });
}
