import { type Path, pathText } from "../../../config/problem";
import type { YamlFile } from "../../../config/source/yaml-file";
import type { Severity } from "../../../policy/rules/rule";

/** What differs, and how severe it is: `high` where a job may get access, or a protection is gone. */
export const DIFFERENCES = {
  "oidc-provider-missing": { severity: "medium", text: "The account does not have the OIDC provider" },
  "oidc-provider-changed": { severity: "medium", text: "The OIDC provider has other audiences or tags" },
  "role-missing": { severity: "medium", text: "The account does not have a role of the file" },
  "role-changed": { severity: "medium", text: "A role has another setting" },
  "trust-policy-changed": { severity: "high", text: "A role has another trust policy" },
  "role-not-in-file": {
    severity: "high",
    text: "A role that is not in the file trusts GitHub or every principal",
  },
  "policy-missing": { severity: "medium", text: "A role lacks a policy of the file" },
  "policy-changed": { severity: "high", text: "A policy of a role has other statements" },
  "policy-not-in-file": { severity: "high", text: "A role has a policy that is not in the file" },
  "ecr-repository-missing": { severity: "medium", text: "The registry does not have an ECR repository" },
  "ecr-repository-changed": { severity: "medium", text: "An ECR repository has another setting" },
  "ecr-repository-not-in-file": { severity: "low", text: "An ECR repository is not in the file" },
  "github-repository": {
    severity: "high",
    text: "An owner or repository has another name or id on GitHub, or is gone",
  },
  "subject-format": { severity: "medium", text: "GitHub sends subjects in another format" },
  "subject-template": { severity: "high", text: "A repository has another subject template" },
  "environment-missing": { severity: "high", text: "An environment that a role trusts does not exist" },
  "environment-changed": { severity: "high", text: "An environment has another protection" },
} as const satisfies Readonly<Record<string, { readonly severity: Severity; readonly text: string }>>;

export type DifferenceKind = keyof typeof DIFFERENCES;

/** Something in AWS or on GitHub that is not as the file says. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** The place in the file. Undefined for what is not in the file. */
  readonly path: Path | undefined;
  /** One line: what is expected, and what was found. */
  readonly message: string;
  /** The value of the file, and the one that was found, as JSON. Undefined if there is none. */
  readonly expected?: unknown;
  readonly got?: unknown;
}

/** A difference with its place in the text of the file. */
export interface PlacedDifference extends Difference {
  readonly place: { readonly line: number; readonly column: number } | undefined;
}

export function placed(difference: Difference, source: YamlFile): PlacedDifference {
  const { path } = difference;
  return { ...difference, place: path && source.position({ path }) };
}

/** `access.yaml:9:13 accounts[0].roles[0].trust: expected …, got …` */
export function differenceLine(file: string, { path, place, message }: PlacedDifference): string {
  if (path === undefined || place === undefined) return `${file}: ${message}`;
  return `${file}:${place.line}:${place.column} ${pathText(path)}: ${message}`;
}

/** A value in a message. */
export function valueText(value: unknown): string {
  return value === undefined ? "none" : typeof value === "string" ? value : JSON.stringify(value);
}
