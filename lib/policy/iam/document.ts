import type { Operator } from "./operator";

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
  /** `Resource` of a permissions policy. A trust policy has none. */
  readonly resources: readonly string[];
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
