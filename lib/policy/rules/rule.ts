import { oidcProviderArn } from "../arn";
import { GITHUB_COM_ISSUER } from "../github-issuer";
import type { DocumentPath, ParsedPolicy, PolicyJson } from "../policy-document";
import type { LintContext } from "./context";
import type { ConditionValue, GithubStatement } from "./github-statement";
import type { SubjectFacts } from "./subject-facts";

export const SEVERITIES = ["critical", "high", "medium", "low"] as const;
/**
 * Critical: owners outside your organization can assume the role. High: more of your own code than was reviewed. Medium and low: a warning.
 * @inline
 */
export type Severity = (typeof SEVERITIES)[number];

/** The input of a rule. */
export interface LintTarget {
  readonly document: ParsedPolicy;
  /** The statements of the trust policy for tokens of a GitHub, one for each issuer, as they are written. */
  readonly written: readonly GithubStatement[];
  /** Those of them that allow a token, with what they really allow. */
  readonly statements: readonly GithubStatement[];
  /** Every pattern for `sub` that they allow. */
  readonly subjects: readonly SubjectFacts[];
  readonly context: LintContext;
}

/** A place that violates a rule. */
export interface Violation {
  /** The path in the trust policy. Empty for a rule that does not concern it. */
  readonly path: DocumentPath;
  /** The place in a policy that is attached to the role, for a rule about its permissions. */
  readonly permission?: PermissionPlace;
  /** The value there, or a description of what is missing. */
  readonly given: string;
  /** What to write instead, if it is known. */
  readonly expected?: string;
  /** What is wrong with this value, as a clause. */
  readonly hint?: string;
  /** Whether the value is written in a way in which nothing matches what is meant, so that other rules say nothing about it. */
  readonly isMisspelling?: true;
}

/**
 * A place in a policy that is attached to the role.
 * @inline
 */
interface PermissionPlace {
  /** The position of the policy in the list of the role's policies. */
  readonly policy: number;
  /** The path in it. */
  readonly path: DocumentPath;
}

/** A common mistake in a trust policy. */
export interface Rule {
  /** Such as `R07`. */
  readonly id: string;
  /** Short, in kebab case: `repository-wildcard`. */
  readonly name: string;
  readonly severity: Severity;
  /** What a correct policy fulfills, as a clause. */
  readonly requirement: string;
  /** What a violation makes possible, as a clause. */
  readonly impact: string;
  /** What to change, as a clause. */
  readonly fix: string;
  /** More about it, in Markdown: what AWS and GitHub do, and what the rule needs to know. */
  readonly details: string;
  /** @internal docs/rules.md shows it. */
  readonly example: { readonly bad: RuleExample; readonly good: RuleExample };
  /** @internal lintTrustPolicy calls it. */
  readonly violations: (target: LintTarget) => readonly Violation[];
}

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

/** How every message names a rule: `R07 repository-wildcard (high)`. */
export function ruleTitle({ id, name, severity }: Pick<Rule, "id" | "name" | "severity">): string {
  return `${id} ${name} (${severity})`;
}

/** The last sentence of every message about a rule: `See docs/rules.md#r07`. */
export function ruleLink({ id }: Pick<Rule, "id">): string {
  return `See ${RULES_PAGE}#${id.toLowerCase()}`;
}

/** In the repository and in the package. */
export const RULES_PAGE = "docs/rules.md";

/** A requirement, impact or fix as a sentence of its own. */
export function ruleSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** A violation by a value. */
export function violationAt({ path, text }: ConditionValue): Violation {
  return { path, given: text };
}

/** A violation for each matching subject. There are many subjects and few violations, so this is a plain loop. */
export function subjectViolations(
  subjects: readonly SubjectFacts[],
  isViolation: (subject: SubjectFacts) => boolean,
): readonly Violation[] {
  const violations: Violation[] = [];
  for (const subject of subjects) {
    if (isViolation(subject)) violations.push(violationAt(subject.value));
  }
  return violations;
}
