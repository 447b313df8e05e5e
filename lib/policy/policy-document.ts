import type { NonEmpty } from "./non-empty";

/** One value, or several of which any one suffices. IAM reads both forms alike. */
export type OneOrMore = string | readonly string[];

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export interface TrustStatement {
  readonly Effect: "Allow";
  readonly Principal: { readonly Federated: string };
  readonly Action: "sts:AssumeRoleWithWebIdentity";
  readonly Condition: {
    readonly StringEquals: Readonly<Record<string, string>>;
    readonly StringLike: Readonly<Record<string, OneOrMore>>;
  };
}

/** A statement of a policy attached to a role. */
export interface PermissionStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: OneOrMore;
}

export interface PolicyDocument<Statement> {
  readonly Version: "2012-10-17";
  readonly Statement: NonEmpty<Statement>;
}

/** A single value as text, several as a list: how the seed writes them and how IAM gives them back. */
export function oneOrMore(values: NonEmpty<string>): OneOrMore {
  return values.length === 1 ? values[0] : values;
}
