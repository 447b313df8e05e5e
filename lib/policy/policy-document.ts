import type { NonEmpty } from "./non-empty";

/**
 * One value, or several of which any one suffices. IAM reads both forms alike.
 *
 * @example
 * ```ts
 * import type { OneOrMore } from "cdktf-github-actions-ecr/policy";
 *
 * const listed = (values: OneOrMore) => (typeof values === "string" ? [values] : values);
 * console.log(listed("sts.amazonaws.com")); // [ 'sts.amazonaws.com' ]
 * ```
 */
export type OneOrMore = string | readonly string[];

/**
 * A statement of a role's trust policy: which tokens may take the role.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 *
 * @example
 * ```ts
 * import { GITHUB_COM_ISSUER, type TrustStatement, trustPolicy } from "cdktf-github-actions-ecr/policy";
 *
 * const subject = ({ Condition }: TrustStatement) => Condition.StringLike[`${GITHUB_COM_ISSUER}:sub`];
 * const { Statement } = trustPolicy({
 *   providerArn: `arn:aws:iam::123456789012:oidc-provider/${GITHUB_COM_ISSUER}`,
 *   issuerHost: GITHUB_COM_ISSUER,
 *   audience: "sts.amazonaws.com",
 *   entries: [{ kind: "subject", subject: "repo:acme/web:environment:production", claims: {} }],
 * });
 * console.log(subject(Statement[0])); // repo:acme/web:environment:production
 * ```
 */
export interface TrustStatement {
  readonly Effect: "Allow";
  readonly Principal: { readonly Federated: string };
  readonly Action: "sts:AssumeRoleWithWebIdentity";
  readonly Condition: {
    readonly StringEquals: Readonly<Record<string, OneOrMore>>;
    readonly StringLike: Readonly<Record<string, OneOrMore>>;
  };
}

/**
 * A statement of a policy attached to a role: what may be done with it.
 *
 * @example
 * ```ts
 * import { ecrPolicy, type PermissionStatement } from "cdktf-github-actions-ecr/policy";
 *
 * const account = { partition: "aws", accountId: "123456789012" } as const;
 * const { Statement } = ecrPolicy(account, { access: "pull", repositories: ["web"], regions: ["ap-northeast-2"] });
 * const line = ({ Sid, Resource }: PermissionStatement) => `${Sid} ${Resource}`;
 * console.log(Statement.map(line).join("\n"));
 * // ECRAuth *
 * // ECRPull arn:aws:ecr:ap-northeast-2:123456789012:repository/web
 * ```
 */
export interface PermissionStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: OneOrMore;
}

/**
 * A document that IAM takes: what `JSON.stringify` makes of it is the text of a policy.
 *
 * @example
 * ```ts
 * import { ecrPolicy, type PermissionStatement, type PolicyDocument } from "cdktf-github-actions-ecr/policy";
 *
 * const account = { partition: "aws", accountId: "123456789012" } as const;
 * const actions = ({ Statement }: PolicyDocument<PermissionStatement>) => Statement.flatMap(({ Action }) => Action);
 * const policy = ecrPolicy(account, { access: "push", repositories: ["web"], regions: ["ap-northeast-2"] });
 * console.log(actions(policy).includes("ecr:PutImage")); // true
 * ```
 */
export interface PolicyDocument<Statement> {
  readonly Version: "2012-10-17";
  readonly Statement: NonEmpty<Statement>;
}

/**
 * A policy document that somebody else wrote, as its JSON says it.
 *
 * @example
 * ```ts
 * import { type PolicyJson, parsePolicy } from "cdktf-github-actions-ecr/policy";
 *
 * const own: PolicyJson = JSON.parse('{ "Version": "2012-10-17", "Statement": [] }');
 * const document = parsePolicy(own, "trust");
 * if ("problems" in document) console.log(document.problems[0]?.message); // is missing; needed: a statement, or a list of statements
 * ```
 */
export type PolicyJson = Readonly<Record<string, unknown>>;

/** A single value as text, several as a list: how the seed writes them and how IAM gives them back. */
export function oneOrMore(values: NonEmpty<string>): OneOrMore {
  return values.length === 1 ? values[0] : values;
}

/**
 * The characters of a document that IAM counts: all but white space.
 *
 * @example
 * ```ts
 * import { countedCharacters, MAX_TRUST_POLICY_CHARACTERS } from "cdktf-github-actions-ecr/policy";
 *
 * const document = { Version: "2012-10-17", Statement: [] };
 * console.log(countedCharacters(document)); // 39
 * console.log(countedCharacters(document) <= MAX_TRUST_POLICY_CHARACTERS); // true
 * ```
 */
export function countedCharacters(document: object): number {
  const text = JSON.stringify(document);
  return text.length - (text.match(/[ \t\r\n]/g)?.length ?? 0);
}
