import {
  ECR_LEVELS,
  ECR_LOGIN_ACTIONS,
  ECR_PUBLIC_ACTIONS,
  ECR_TOLERATED_ACTIONS,
  SIGNING_ACTIONS,
} from "../ecr-access";
import { SIGNING_PROFILE_ARN } from "../ecr-names";
import { isAbout } from "../iam/evaluate";
import { joined, patternOf, plainText, subsumes, WILDCARDS_ALONE } from "../iam/glob";
import type { Statement } from "../policy-document";
import type { LintContext } from "./context";
import type { Violation } from "./rule";

const EXPECTED_ACTIONS: ReadonlySet<string> = new Set(
  [
    ...ECR_LOGIN_ACTIONS,
    ...Object.values(ECR_LEVELS).flatMap(({ actions }) => actions),
    ...ECR_TOLERATED_ACTIONS,
    ...ECR_PUBLIC_ACTIONS,
  ].map((action) => action.toLowerCase()),
);

/** What the statements of the role's policies violate, with the place of each. */
export function permissionViolations(
  { permissions = [] }: LintContext,
  given: (statement: Statement) => readonly string[],
  element: (statement: Statement) => string,
): readonly Violation[] {
  return permissions.flatMap(({ statements }, policy) =>
    statements.flatMap((statement) =>
      given(statement).map((text) => ({
        path: [],
        given: text,
        permission: { policy, path: [...statement.path, element(statement)] },
      })),
    ),
  );
}

const PUT_ACTIONS = ["ecr:PutImage", "ecr-public:PutImage"];

/** Whether a statement of a permissions policy allows to put images. */
export function isPush(statement: Statement): boolean {
  return statement.effect === "Allow" && PUT_ACTIONS.some((action) => isAbout(statement, action));
}

/** Whether a role with these policies can put images: a statement allows it, and no other one denies it for the same repositories. */
export function canPush(policies: readonly { readonly statements: readonly Statement[] }[]): boolean {
  const statements = policies.flatMap((policy) => policy.statements);
  const denies = statements.filter(({ effect }) => effect === "Deny");
  return statements.some(
    (statement) =>
      isPush(statement) &&
      PUT_ACTIONS.some(
        (action) =>
          isAbout(statement, action) && !denies.some((deny) => isDeniedPush(statement, deny, action)),
      ),
  );
}

/** Whether a statement denies an action for all resources of another one. */
function isDeniedPush(allowing: Statement, deny: Statement, action: string): boolean {
  const patterns = deny.resources.map((resource) => patternOf(resource, WILDCARDS_ALONE));
  const isCovered = (resource: string) =>
    patterns.some((pattern) => subsumes(pattern, patternOf(resource, WILDCARDS_ALONE)));
  return (
    deny.conditions.length === 0 &&
    deny.notResources.length === 0 &&
    isAbout(deny, action) &&
    (allowing.notResources.length > 0 ? isCovered("*") : allowing.resources.every(isCovered))
  );
}

/** The actions of a permissions policy's statement that are neither pushing nor pulling. */
export function excessActions({ effect, action, resources }: Statement): readonly string[] {
  if (effect === "Deny") return [];
  if (action.isNegated) return action.patterns.map((pattern) => `everything but ${pattern}`);
  const isSigning = resources.every((resource) => SIGNING_PROFILE_ARN.pattern.test(resource));
  return action.patterns.filter((pattern) => {
    const name = pattern.toLowerCase();
    return !EXPECTED_ACTIONS.has(name) && !(isSigning && SIGN_ACTIONS.has(name));
  });
}

/** Signing is a part of the push, with the profiles that a statement names. */
const SIGN_ACTIONS: ReadonlySet<string> = new Set(SIGNING_ACTIONS.map((action) => action.toLowerCase()));

/** An ARN of a repository, field by field, with any name; a name has two characters at least. */
const ANY_REPOSITORY = patternOf(
  "arn:aws:ecr:us-east-1:123456789012:repository/\uFFFD*\uFFFD",
  WILDCARDS_ALONE,
).split(":");

/** Whether a resource matches all ECR repositories of an account. A wildcard in a field can also match the fields after it. */
export function isEveryRepository(resource: string): boolean {
  if (!resource.includes("*")) return false;
  const fields = resource.split(":");
  const last = Math.min(fields.length, ANY_REPOSITORY.length) - 1;
  const service = patternOf(fields[2] ?? "", WILDCARDS_ALONE);
  return (
    (last <= 2 || subsumes(service, plainText("ecr")) || subsumes(service, plainText("ecr-public"))) &&
    subsumes(
      patternOf(fields.slice(last).join(":"), WILDCARDS_ALONE),
      joined(ANY_REPOSITORY.slice(last), ":"),
    )
  );
}
