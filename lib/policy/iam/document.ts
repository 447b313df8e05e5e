import type { Operator } from "./operator";

/**
 * Keys and positions from the top of a document to a part of it.
 *
 * @example
 * ```ts
 * import type { DocumentPath } from "cdktf-github-actions-ecr/policy";
 *
 * const pointer = (path: DocumentPath) => path.map((step) => `/${step}`).join("");
 * console.log(pointer(["Statement", 0, "Condition", "StringLike"])); // /Statement/0/Condition/StringLike
 * ```
 */
export type DocumentPath = readonly (string | number)[];

/**
 * A policy document of anybody's, read: what IAM writes in several ways stands here in one.
 *
 * @example
 * ```ts
 * import { type ParsedPolicy, parsePolicy } from "cdktf-github-actions-ecr/policy";
 *
 * const allows = ({ statements }: ParsedPolicy) => statements.filter(({ effect }) => effect === "Allow").length;
 * const document = parsePolicy({ Statement: { Effect: "Allow", Action: "ecr:PutImage", Resource: "*" } }, "permissions");
 * if (!("problems" in document)) console.log(allows(document), document.hasVariables); // 1 false
 * ```
 */
export interface ParsedPolicy {
  /** Whether `${…}` means something: in version 2012-10-17 it does, in 2008-10-17 it is text. */
  readonly hasVariables: boolean;
  readonly statements: readonly Statement[];
}

/**
 * A statement of a document.
 *
 * @example
 * ```ts
 * import { parsePolicy, type Statement } from "cdktf-github-actions-ecr/policy";
 *
 * const document = parsePolicy({ Statement: { Effect: "Allow", Action: "ecr:PutImage", Resource: "*" } }, "permissions");
 * if ("problems" in document) throw new Error("not a policy document");
 * const line = ({ effect, action, resources }: Statement) => `${effect} ${action.patterns.join()} on ${resources.join()}`;
 * console.log(document.statements.map(line).join()); // Allow ecr:PutImage on *
 * ```
 */
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
 *
 * @example
 * ```ts
 * import { type Principals, parsePolicy } from "cdktf-github-actions-ecr/policy";
 *
 * const document = parsePolicy({ Statement: { Effect: "Allow", Principal: { AWS: "*" }, Action: "*" } }, "trust");
 * if ("problems" in document) throw new Error("not a policy document");
 * const named = ({ isEverybody, federated }: Principals) => (isEverybody ? "everybody" : federated.join());
 * console.log(document.statements.map(({ principal }) => named(principal)).join()); // everybody
 * ```
 */
export interface Principals {
  readonly isNegated: boolean;
  /** Whether it is everybody: `"*"`, or `*` under `AWS`. */
  readonly isEverybody: boolean;
  /** ARNs of identity providers; IAM does not say what `*` does here. */
  readonly federated: readonly string[];
}

/**
 * One operator on one key. All conditions of a statement have to hold.
 *
 * @example
 * ```ts
 * import { type Condition, GITHUB_COM_ISSUER, parsePolicy } from "cdktf-github-actions-ecr/policy";
 *
 * const conditions = { StringEquals: { [`${GITHUB_COM_ISSUER}:aud`]: "sts.amazonaws.com" } };
 * const statement = { Effect: "Allow", Principal: "*", Action: "*", Condition: conditions };
 * const document = parsePolicy({ Statement: statement }, "trust");
 * if ("problems" in document) throw new Error("not a policy document");
 * const line = ({ operatorName, key, values }: Condition) => `${operatorName} ${key} ${values.join()}`;
 * console.log(document.statements[0]?.conditions.map(line).join());
 * // StringEquals token.actions.githubusercontent.com:aud sts.amazonaws.com
 * ```
 */
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

/**
 * What keeps a text from being a policy document.
 *
 * @example
 * ```ts
 * import { type DocumentProblem, parsePolicy } from "cdktf-github-actions-ecr/policy";
 *
 * const line = ({ path, message }: DocumentProblem) => `${path.join(".")} ${message}`;
 * const document = parsePolicy({ Version: "2024-01-01", Statement: { Effect: "Deny", Action: "*" } }, "permissions");
 * if ("problems" in document) console.log(document.problems.map(line).join()); // Version is not a policy version; allowed: 2012-10-17
 * ```
 */
export interface DocumentProblem {
  readonly path: DocumentPath;
  /** What is wrong and what is allowed, one line. */
  readonly message: string;
}

/**
 * Whether a document says who may take a role, or what the role may do.
 *
 * @example
 * ```ts
 * import { type DocumentKind, parsePolicy } from "cdktf-github-actions-ecr/policy";
 *
 * const policy = { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "ecr:PutImage", Resource: "*" } };
 * const isDocument = (kind: DocumentKind) => !("problems" in parsePolicy(policy, kind));
 * console.log(isDocument("permissions"), isDocument("trust")); // true false
 * ```
 */
export type DocumentKind = "trust" | "permissions";
