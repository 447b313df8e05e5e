import type { NonEmpty } from "./non-empty";

/**
 * One value, or several of which any one suffices. IAM reads both forms alike.
 * @inline
 */
export type OneOrMore = string | readonly string[];

/**
 * A statement of a role's trust policy: the tokens that can assume the role.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 * @inline
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
 * @inline
 */
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

/**
 * A policy document that somebody else wrote, as its JSON says it.
 * @inline
 */
export type PolicyJson = Readonly<Record<string, unknown>>;

/** A single value as text, several as a list: how the seed writes them and how IAM gives them back. */
export function oneOrMore(values: NonEmpty<string>): OneOrMore {
  return values.length === 1 ? values[0] : values;
}

/** The characters of a document that IAM counts: all but white space. */
export function countedCharacters(document: object): number {
  const text = JSON.stringify(document);
  return text.length - (text.match(/[ \t\r\n]/g)?.length ?? 0);
}
