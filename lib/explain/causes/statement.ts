import { arnScopeOf } from "../../policy/arn";
import { GITHUB_COM_ISSUER, isGithubIssuer } from "../../policy/github-issuer";
import { providerHost, WEB_IDENTITY_ACTION } from "../../policy/iam/evaluate";
import { whyMisspelledProvider } from "../../policy/misspellings";
import type { Statement } from "../../policy/policy-document";
import { type MisspelledProvider, misspelledProviders } from "../../policy/rules/r41-misspelled-provider";
import type { Attempt } from "../compare";
import { type Cause, type CauseText, FAR, wholeDifference } from "./cause";

/** The role trusts another issuer than the token's, or an OIDC provider of another account. */
export function issuerCauses({ roleDecision, statement }: Attempt): readonly Cause[] {
  const { federated } = statement.statement.principal;
  if (statement.statement.effect === "Deny") return [];
  if (statement.principal === "undetermined") return [UNDETERMINED_PRINCIPAL];
  if (statement.principal === "holds") return [];
  const { issuerHost } = roleDecision.token;
  const misspelled = misspelledProviders(statement.statement, { account: roleDecision.role.account });
  if (misspelled.length > 0) return misspelled.map(misspelledCause);
  const hosts = [...new Set(federated.flatMap((arn) => providerHost(arn) ?? []))];
  const hostsOfGithub = hosts.filter(isGithubIssuer);
  if (hosts.includes(issuerHost)) return [providerCause(roleDecision.role, federated)];
  if (hostsOfGithub.length === 0) return [principalCause(issuerHost, hosts)];
  const difference = wholeDifference(
    "iss",
    hostsOfGithub.map((host) => `https://${host}`),
    `https://${issuerHost}`,
  );
  return [{ difference, ...issuerText(issuerHost, hostsOfGithub) }];
}

/** A principal that is nearly the ARN of a GitHub's provider. */
function misspelledCause({ given, expected, hint }: MisspelledProvider): Cause {
  const why = hint ?? whyMisspelledProvider(given, expected);
  return {
    code: "misspelled-provider",
    cost: FAR,
    message: `the statement trusts ${given}; ${why}`,
    fix: `write ${expected} as the Federated principal`,
    difference: undefined,
    editKind: undefined,
  };
}

const UNDETERMINED_PRINCIPAL: Cause = {
  code: "principal",
  cost: 2,
  message:
    "whether the principal of the statement matches the token cannot be determined: AWS documents neither a wildcard for providers nor NotPrincipal in a trust policy",
  fix: "write the ARN of the account's OIDC provider for GitHub as the Federated principal",
  difference: undefined,
  editKind: undefined,
};

function issuerText(got: string, expected: readonly string[]): CauseText {
  const slug = slugOf(got);
  if (slug !== undefined && expected.includes(GITHUB_COM_ISSUER)) {
    return {
      code: "enterprise-in-issuer",
      cost: FAR,
      message: `the role's trust policy expects the issuer without an enterprise; the token's issuer contains the enterprise ${slug}`,
      fix: `set github.enterprise to ${slug}, if it is your enterprise. In a trustPolicy, add /${slug} to the host in the provider's ARN and in every condition key`,
      editKind: "enterprise",
    };
  }
  if (got === GITHUB_COM_ISSUER && expected.some((host) => slugOf(host) !== undefined)) {
    return {
      code: "no-enterprise-in-issuer",
      cost: FAR,
      message:
        "the role's trust policy expects an enterprise in the issuer; the token's issuer contains none",
      fix: "remove github.enterprise, if the enterprise no longer adds its slug to the issuer. In a trustPolicy, remove the slug from the provider's ARN and from every condition key. Otherwise do not allow this token, because its owner is outside your enterprise",
      editKind: undefined,
    };
  }
  const expectedSlug = expected.map(slugOf).find((each) => each !== undefined);
  if (slug !== undefined && expectedSlug !== undefined) {
    return {
      code: "other-enterprise-in-issuer",
      cost: 4 * FAR,
      message: `the role's trust policy expects the enterprise ${expectedSlug} in the issuer; the token's issuer contains the enterprise ${slug}`,
      fix: `set github.enterprise to ${slug}, only if it is your enterprise. In a trustPolicy, write it in the provider's ARN and in every condition key`,
      editKind: undefined,
    };
  }
  const expecting = `the role's trust policy expects the issuer ${expected.join(" or ")}`;
  return isGithubIssuer(got)
    ? {
        code: "other-github-host",
        cost: 4 * FAR,
        message: `${expecting}; the token is from another GitHub host, ${got}`,
        fix: "set github.host, if your repositories are on that host. This moves every role of the file to that host",
        editKind: undefined,
      }
    : {
        code: "issuer",
        cost: 4 * FAR,
        message: `${expecting}; the token's issuer ${got} is not GitHub`,
        fix: "request the token from GitHub, in a job with permissions: { id-token: write }",
        editKind: undefined,
      };
}

function slugOf(host: string): string | undefined {
  return host.startsWith(`${GITHUB_COM_ISSUER}/`) ? host.slice(GITHUB_COM_ISSUER.length + 1) : undefined;
}

function principalCause(issuerHost: string, others: readonly string[]): Cause {
  const trusted = others.length === 0 ? "does not trust an OIDC provider" : `trusts ${others.join(" and ")}`;
  return {
    code: "principal",
    cost: 8 * FAR,
    message: `the statement ${trusted}; the token is from the provider ${issuerHost}`,
    fix: "add a statement that trusts the account's OIDC provider for GitHub",
    difference: undefined,
    editKind: undefined,
  };
}

function providerCause(role: Attempt["roleDecision"]["role"], federated: readonly string[]): Cause {
  const scope = role.account;
  const own = scope === undefined ? "another account" : scopeText(scope);
  const others = [...new Set(federated.map((arn) => scopeText(arnScopeOf(arn))))].join(", ");
  return {
    code: "other-account-provider",
    cost: 2 * FAR,
    message: `the statement trusts an OIDC provider in ${others}; the role is in ${own}`,
    fix: `use the OIDC provider in ${own} as the Principal`,
    difference: undefined,
    editKind: undefined,
  };
}

function scopeText({ accountId, partition }: ReturnType<typeof arnScopeOf>): string {
  return `account ${accountId} of partition ${partition}`;
}

/** The statement is about another action, or denies the token. */
export function statementCauses({ statement }: Attempt): readonly Cause[] {
  if (statement.statement.effect === "Deny") {
    const why = statement.conditions.find(({ outcome }) => outcome === "undetermined")?.why ?? "";
    const isUndetermined = statement.outcome === "undetermined";
    return [
      {
        code: isUndetermined ? "undetermined-deny" : "explicit-deny",
        cost: FAR,
        message: isUndetermined
          ? `whether a Deny statement matches the token cannot be determined: ${why}`
          : "a Deny statement matches the token, and a Deny overrides every Allow",
        fix: "remove the Deny statement or make it narrower, if this token should be allowed",
        difference: undefined,
        editKind: undefined,
      },
    ];
  }
  if (statement.action !== "fails") return [];
  return [
    {
      code: "action",
      cost: FAR,
      message: `the statement does not allow the action ${WEB_IDENTITY_ACTION}, which the token needs`,
      fix: actionFix(statement.statement),
      difference: undefined,
      editKind: undefined,
    },
  ];
}

function actionFix({ principal: { isEverybody }, action: { isNegated } }: Statement): string {
  // With the action added, the statement would allow everybody's tokens too.
  if (isEverybody) {
    return `add a statement with the action ${WEB_IDENTITY_ACTION}, with the ARN of the account's OIDC provider for GitHub as the Federated principal and conditions on aud and sub. This one allows every principal: remove it, or name its principals`;
  }
  return isNegated
    ? `write Action with ${WEB_IDENTITY_ACTION} in place of NotAction`
    : `add ${WEB_IDENTITY_ACTION} to the statement's Action`;
}
