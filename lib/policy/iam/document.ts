import type { Operator } from "./operator";

/**
 * Keys and positions from the top of a document to a part of it.
 * @inline
 */
export type DocumentPath = readonly (string | number)[];

/** A policy document of anybody's, read: what IAM writes in several ways stands here in one. */
export interface ParsedPolicy {
  /** Whether `${…}` means something: in version 2012-10-17 it does, in 2008-10-17 it is text. */
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
  /** `Resource` of a permission; a trust policy has none. */
  readonly resources: readonly string[];
  readonly conditions: readonly Condition[];
}

/**
 * Whom a statement is about. `NotPrincipal` cannot stand in a trust policy, and is kept to be told of.
 * @inline
 */
export interface Principals {
  readonly isNegated: boolean;
  /** Whether it is everybody: `"*"`, or `*` under `AWS`. */
  readonly isEverybody: boolean;
  /** ARNs of identity providers; IAM does not say what `*` does here. */
  readonly federated: readonly string[];
}

/** One operator on one key. All conditions of a statement have to hold. */
export interface Condition {
  readonly path: DocumentPath;
  /** As written: `ForAnyValue:StringLike`. */
  readonly operatorName: string;
  readonly operator: Operator;
  /** As written; IAM compares keys without case. */
  readonly key: string;
  /** Any one of them suffices; with a negative operator, none may match. */
  readonly values: readonly string[];
  /** Whether the values stand in a list, so that the path of each ends with its position. */
  readonly isList: boolean;
}

/** What keeps a text from being a policy document. */
export interface DocumentProblem {
  readonly path: DocumentPath;
  /** What is wrong and what is allowed, one line. */
  readonly message: string;
}

/**
 * Whether a document says who may take a role, or what the role may do.
 * @inline
 */
export type DocumentKind = "trust" | "permissions";
