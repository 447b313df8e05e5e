import { checkedRole, ownersOf } from "../../../../lib/cli/commands/check/report";
import { roleOfPolicy } from "../../../../lib/explain/candidates";
import { explainToken } from "../../../../lib/explain/explain";
import { NOW, tokenWith } from "../../../explain/explained";
import { found } from "../../../inventory/fixture";
import {
  documentOf,
  providerArn,
  SUB,
  SUBJECT,
  statementWith,
  TESTED_AUD,
} from "../../../policy/rules/document";
import { ISSUER } from "../../../support/github";
import { WRAPPED } from "../check/wrapped";

/** The role's account is 123456789012 in partition aws. */
const PROVIDERS: readonly (readonly [string, string, string | undefined])[] = [
  ["the role's account", providerArn(ISSUER), undefined],
  [
    "another account",
    providerArn(ISSUER, "210987654321"),
    "the statement trusts an OIDC provider in account 210987654321 of partition aws; the role is in account 123456789012 of partition aws",
  ],
  [
    "another partition",
    providerArn(ISSUER, "123456789012", "aws-us-gov"),
    "the statement trusts an OIDC provider in account 123456789012 of partition aws-us-gov; the role is in account 123456789012 of partition aws",
  ],
];

const CASES = Object.entries(WRAPPED).flatMap(([kind, wrapped]) =>
  PROVIDERS.map(([where, arn, cause]) => ({ kind, wrapped, where, arn, cause })),
);

test.each(CASES)(
  "explain and check agree on a provider of $where in $kind",
  ({ kind, wrapped, arn, cause }) => {
    const Principal = { Federated: arn };
    const Condition = { StringEquals: { ...TESTED_AUD, [SUB]: SUBJECT } };
    const roles = found(wrapped(documentOf(statementWith(Condition, { Principal })))).roles;
    const { outcome, denial } = explainToken(
      roles.map(({ name, document, account }) => roleOfPolicy(name, document, account)),
      tokenWith(SUBJECT),
      undefined,
      NOW,
    );
    const findings = roles.flatMap((role) => checkedRole(role, ownersOf([])).findings);

    // A trust policy alone does not contain the role's account.
    const isAllowed = cause === undefined || kind === "document";
    expect({
      outcome,
      cause: denial?.causes[0]?.message,
      rules: findings.map(({ rule }) => rule.id),
    }).toStrictEqual(
      isAllowed
        ? { outcome: "allowed", cause: undefined, rules: [] }
        : { outcome: "denied", cause, rules: ["R34"] },
    );
  },
);
