import { oidcProviderArn } from "../arn";
import { GITHUB_COM_ISSUER } from "../github-issuer";
import type { PolicyJson } from "../policy-document";
import type { LintContext } from "./context";

/** A policy, or a part of one, that shows on docs/rules.md what a rule reports or accepts. */
export interface RuleExample {
  readonly shown: ShownPolicy;
  /** What else is known, as a clause behind the policy: `on a role that can push`. */
  readonly where?: string;
  /** The same for the rules. */
  readonly context?: Partial<LintContext>;
  /** The statement of the role's permissions, where the rule depends on it. */
  readonly permissions?: PolicyJson;
}

/** What the page shows. The rest of the trust policy violates no rule. */
export type ShownPolicy =
  /** Values of `sub` with `StringLike`. */
  | { readonly sub: readonly string[] }
  /** All conditions of the statement. */
  | { readonly Condition: PolicyJson }
  /** All statements of the trust policy. */
  | { readonly Statement: readonly PolicyJson[] }
  /** A statement of the role's permissions. */
  | { readonly permissions: PolicyJson }
  /** A property of the role, in Markdown. */
  | { readonly role: string };

/** A subject that no rule reports. */
export const SUBJECT = "repo:acme@123456/web@456789:ref:refs/heads/main";
export const AUDIENCE = "sts.amazonaws.com";

/** Values of `sub`. */
export function bySubject(...sub: readonly string[]): RuleExample {
  return { shown: { sub } };
}

type ConditionsByClaim = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** All conditions of the statement: by operator, then by claim. */
export function byConditions(conditions: ConditionsByClaim): RuleExample {
  return { shown: { Condition: conditionBlock(conditions) } };
}

/** A statement of a trust policy for tokens of github.com. */
export function exampleStatement(conditions: ConditionsByClaim, accountId = "123456789012"): PolicyJson {
  return {
    Effect: "Allow",
    Principal: { Federated: oidcProviderArn({ partition: "aws", accountId }, GITHUB_COM_ISSUER) },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: conditionBlock(conditions),
  };
}

function conditionBlock(conditions: ConditionsByClaim): PolicyJson {
  return Object.fromEntries(
    Object.entries(conditions).map(([operator, claims]) => [
      operator,
      Object.fromEntries(
        Object.entries(claims).map(([claim, value]) => [`${GITHUB_COM_ISSUER}:${claim}`, value]),
      ),
    ]),
  );
}
