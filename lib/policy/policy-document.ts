import type { Operator } from "./iam/operators";
import type { NonEmpty } from "./non-empty";

/**
 * Keys and positions from the top of a document to a part of it.
 * @inline
 */
export type DocumentPath = readonly (string | number)[];

/** A parsed policy document. What IAM allows in several forms has one form here. */
export interface ParsedPolicy {
  /** Whether `${…}` is a policy variable: yes in version 2012-10-17, literal text in 2008-10-17. */
  readonly hasVariables: boolean;
  readonly statements: readonly Statement[];
}

/** A statement of a document. */
export interface Statement {
  readonly path: DocumentPath;
  readonly sid: string | undefined;
  readonly effect: "Allow" | "Deny";
  readonly principal: Principals;
  readonly action: { readonly isNegated: boolean; readonly patterns: readonly string[] };
  /** `Resource` of a permissions policy. A trust policy has none. With `NotResource`, every resource: `*`. */
  readonly resources: readonly string[];
  /** `NotResource` of a permissions policy. */
  readonly notResources: readonly string[];
  readonly conditions: readonly Condition[];
}

/**
 * The principal of a statement. IAM rejects `NotPrincipal` in a trust policy. It is kept so that it can be reported.
 * @inline
 */
export interface Principals {
  readonly isNegated: boolean;
  /** Whether it is anyone: `"*"`, or `*` for `AWS`. */
  readonly isEverybody: boolean;
  /** ARNs of identity providers. AWS does not document what `*` means here. */
  readonly federated: readonly string[];
  /** Principals of other kinds: accounts and roles, services, canonical users. */
  readonly others: readonly string[];
}

/** One operator on one key. All conditions of a statement must be true. */
export interface Condition {
  readonly path: DocumentPath;
  /** As written: `ForAnyValue:StringLike`. */
  readonly operatorName: string;
  readonly operator: Operator;
  /** As written; IAM compares keys without case. */
  readonly key: string;
  /** One of them must match. With a negative operator, none may match. */
  readonly values: readonly string[];
  /** Whether the values are a list, so that the path of each ends with its position. */
  readonly isList: boolean;
}

/** A problem in the form of a policy document. */
export interface DocumentProblem {
  readonly path: DocumentPath;
  /** One line: what is expected and what was given. */
  readonly message: string;
}

/**
 * Whether a policy is a trust policy or a permissions policy.
 * @inline
 */
export type DocumentKind = "trust" | "permissions";

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

/**
 * A statement of a resource's own policy: who may do what with the resource.
 * @inline
 */
export interface ResourceStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal: "*" | { readonly AWS: OneOrMore } | { readonly Service: string };
  readonly Action: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;
}

/** A document that IAM takes: what `JSON.stringify` makes of it is the text of a policy. */
export interface PolicyDocument<Statement> {
  readonly Version: "2012-10-17";
  readonly Statement: NonEmpty<Statement>;
}

/**
 * A policy document from another source, as its JSON has it.
 * @inline
 */
export type PolicyJson = Readonly<Record<string, unknown>>;

/** A single value as text, several as a list: how IAM returns them. */
export function oneOrMore(values: NonEmpty<string>): OneOrMore {
  return values.length === 1 ? values[0] : values;
}

/** The characters of a document that IAM counts: all but white space. */
export function countedCharacters(document: object): number {
  const text = JSON.stringify(document);
  return text.length - (text.match(/[ \t\r\n]/g)?.length ?? 0);
}
