import { hasWildcard } from "../../policy/iam/glob";
import { r09 } from "../../policy/rules/r09-pull-request-push";
import { ruleLink } from "../../policy/rules/rule-text";
import { globText } from "../compare";
import { type ContextKind, environmentName, type SubjectContext } from "../subject-parts";
import type { CauseCode, CauseText, ContextCode } from "./cause";

const CODES: Readonly<Record<ContextKind, ContextCode | undefined>> = {
  environment: "environment",
  "pull request": "pull-request",
  "merge queue": "merge-queue",
  branch: "branch",
  tag: "tag",
  any: undefined,
  unknown: undefined,
};

/** The job runs in another context than the role expects. */
export function otherContext(expected: SubjectContext, got: SubjectContext): CauseText {
  return {
    code: codeOf(CODES[expected.kind], CODES[got.kind]),
    cost: expected.kind === got.kind && got.kind !== "unknown" ? 6 : 8,
    message: `the role's trust policy expects ${EXPECTED[expected.kind](expected.name)}; ${GOT[got.kind](got.name)}${lackText(expected.kind, got.kind)}`,
    fix: FIX[got.kind](got.name),
    editKind: "new-entry",
  };
}

function codeOf(expected: ContextCode | undefined, got: ContextCode | undefined): CauseCode {
  if (expected === undefined || got === undefined) return "other-context";
  return expected === got ? `other-${got}` : `${got}-instead-of-${expected}`;
}

const EXPECTED: Readonly<Record<ContextKind, (name: string) => string>> = {
  environment: (name) => namedText("environment", environmentName(name)),
  "pull request": () => "a pull request",
  "merge queue": (name) => `the merge queue of ${globText(name)}`,
  branch: (name) => namedText("branch", name),
  tag: (name) => namedText("tag", name),
  any: () => "any context",
  unknown: (name) => `a subject that ends with ${globText(name)}`,
};

function namedText(noun: "branch" | "tag" | "environment", name: string): string {
  if (!hasWildcard(name)) return `the ${noun} ${name}`;
  return `${noun === "environment" ? "an" : "a"} ${noun} that matches ${globText(name)}`;
}

const GOT: Readonly<Record<ContextKind, (name: string) => string>> = {
  environment: (name) => `the job runs on the environment ${environmentName(name)}`,
  "pull request": () => "the job runs for a pull request",
  "merge queue": (name) => `the job runs in the merge queue of ${name}`,
  branch: (name) => `the job runs on the branch ${name}`,
  tag: (name) => `the job runs on the tag ${name}`,
  any: () => "the token's subject is a pattern",
  unknown: (name) => `the token's subject ends with ${name}`,
};

/** Environments and pull requests replace the ref in the subject, although the job has one. */
function lackText(expected: ContextKind, got: ContextKind): string {
  const isRefReplaced = got === "environment" || got === "pull request";
  return isRefReplaced && (expected === "branch" || expected === "tag")
    ? `, so its subject has no ${expected}`
    : "";
}

const FIX: Readonly<Record<ContextKind, (name: string) => string>> = {
  environment: (name) =>
    `trust the environment ${environmentName(name)}, after you protect it with reviewers or deployment branches. Or remove environment: from the job`,
  "pull request": () =>
    `push from the branch, after the merge. To let pull requests pull images, add a role with access: pull. ${ruleLink(r09)}`,
  "merge queue": (name) => `trust the merge queue of ${name}, if you push images before the merge`,
  branch: (name) => `trust the branch ${name}, if everyone who can push to it may use this role`,
  tag: (name) =>
    `trust the tag ${name}, or a pattern of tags with the key tag. Protect these tags with a ruleset`,
  any: () => "copy the subject from a real token",
  unknown: () => "copy the subject from a real token",
};
