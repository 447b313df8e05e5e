import type { NonEmpty } from "./non-empty";

/** One value, or several of which any one suffices. IAM reads both forms alike. */
export type OneOrMore = string | readonly string[];

/**
 * A statement of a role's trust policy: which tokens may take the role.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
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

/** A statement of a policy attached to a role: what may be done with it. */
export interface PermissionStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: OneOrMore;
}

/** A document that IAM takes: what `JSON.stringify` makes of it is the text of a policy. */
export interface PolicyDocument<Statement> {
  readonly Version: "2012-10-17";
  readonly Statement: NonEmpty<Statement>;
}

/** A policy document that somebody else wrote, as its JSON says it. */
export type OwnDocument = Readonly<Record<string, unknown>>;

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
