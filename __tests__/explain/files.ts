import { fileWith, WITH_IDS } from "../config/access-file";
import { ISSUER, PROVIDER_ARN } from "../support/github";

/** The issuer of github.com, without `https://`. */

/** The subject of a job on the branch main of acme/web. */
export const SUB = "repo:acme/web:ref:refs/heads/main";

/** An entry that trusts this branch, and one that trusts an environment. */
export const MAIN = "{ repository: web, branch: main }";
export const PROD = "{ repository: web, environment: production }";

const ENTRY = 8;
const ROLE = 11;

/** A file with these entries of trust in its only role. */
export function trusting(...entries: readonly string[]): string {
  return fileWith({ [ENTRY]: list(entries) });
}

/** The same with ids and the immutable format: 1 for the owner acme, 2 for its repository web. */
export function trustingIds(...entries: readonly string[]): string {
  return fileWith({ 2: WITH_IDS, [ENTRY]: list(entries) });
}

/** A file with the same ids and the name format. */
export function knowingIds(...entries: readonly string[]): string {
  return fileWith({
    2: "  owner: acme\n  owners: { acme: { id: 1 } }\n  repositories: { web: { id: 2 } }",
    [ENTRY]: list(entries),
  });
}

/** A file whose only role has access: pull. */
export function pulling(...entries: readonly string[]): string {
  return fileWith({ [ENTRY]: list(entries), 10: "          repositories: [web]\n          access: pull" });
}

/** The same with ids and a subject template for web. */
export function templated(keys: string, ...entries: readonly string[]): string {
  return fileWith({
    2: `${WITH_IDS}\n  subjectTemplates: [{ claims: [${keys}], repositories: web }]`,
    [ENTRY]: list(entries),
  });
}

/** A file with another host, or with an enterprise. */
export function onHost(line: string): string {
  return fileWith({ 2: `  owner: acme\n  ${line}` });
}

/** A file with one more key in the account. */
export function inAccount(line: string): string {
  return fileWith({ 5: `    region: ap-northeast-2\n    ${line}` });
}

/** A file in another region. */
export function inRegion(region: string): string {
  return fileWith({ 5: `    region: ${region}` });
}

/** A file whose role accepts risks. */
export function accepting(rules: readonly string[], ...entries: readonly string[]): string {
  const accepted = rules.map((rule) => `{ rule: ${rule}, reason: wanted }`).join(", ");
  return fileWith({ [ENTRY]: list(entries), [ROLE]: `        acceptRisks: [${accepted}]` });
}

function list(entries: readonly string[]): string {
  return entries.map((entry) => `          - ${entry}`).join("\n");
}

/** A condition of a trust policy: operator, claim, and value. */
export type PolicyCondition = readonly [operator: string, claim: string, value: string | readonly string[]];

/** A trust policy with these conditions and one on the audience. */
export function policyWith(
  conditions: readonly PolicyCondition[],
  more: object = {},
): Readonly<Record<string, unknown>> {
  const condition: Record<string, Record<string, unknown>> = {
    StringEquals: { [`${ISSUER}:aud`]: "sts.amazonaws.com" },
  };
  for (const [operator, claim, value] of conditions) {
    condition[operator] = { ...condition[operator], [`${ISSUER}:${claim}`]: value };
  }
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: PROVIDER_ARN },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: condition,
        ...more,
      },
    ],
  };
}

/** A file whose role has a custom trust policy. */
export function customPolicy(document: object): string {
  return fileWith({
    7: `      - trustPolicy: ${JSON.stringify(document)}`,
    [ENTRY]: "        publish: false",
  });
}
