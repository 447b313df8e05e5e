import type { WorkflowRequest } from "../../lib/workflow/request";
import { answerTo, roleFile, workflowOf } from "./workflow-of";

const E = (text: string) => "$".concat(`{{ ${text} }}`);
const MAIN = "{ repository: web, branch: main }";
const BRANCHES = "{ repository: web, branch: release/* }";
const TAGS = "{ repository: web, tag: v1 }";
const TAG_PATTERN = "{ repository: web, tag: v* }";
const ON_TAG = E("github.ref_type == 'tag' && github.ref_name || ''");
const ON_BRANCH = E("github.ref_type == 'branch' && github.ref_name || ''");

/** What a workflow looks for, what the build pushes, and what the last step adds, made valid or not. */
function tagsIn(trust: string, request: Partial<WorkflowRequest>) {
  const { text } = workflowOf(roleFile({ trust, role: ["publish: false"] }), request);
  const added = /^ +TAGS: (?:\|\n((?: {12}.*\n)+)|(.*))/m.exec(text);
  const found = /^ +IMAGE: .*registry \}\}\/web:(.*)$/m.exec(text)?.[1];
  const pushed = /^ {10}tags: (?:\|\n((?: {12}.*\n)+)|(.*))/m.exec(text);
  const list = (match: RegExpExecArray | null) =>
    (match?.[1] ?? match?.[2] ?? "")
      .split("\n")
      .map((line) => line.trim().replace(/^.*registry \}\}\/web:/, ""))
      .filter((line) => line !== "");
  return {
    found,
    pushed: list(pushed),
    added: list(added),
    isMadeValid: text.includes("tr -c"),
  };
}

test.each<[string, string, readonly string[], ReturnType<typeof tagsIn>]>([
  [
    "the commit, on branches",
    MAIN,
    [],
    { found: E("github.sha"), pushed: [E("github.sha")], added: [], isMadeValid: false },
  ],
  [
    "the commit and a git tag that is an image tag",
    TAGS,
    [],
    {
      found: E("github.sha"),
      pushed: [E("github.sha")],
      added: [E("github.ref_name")],
      isMadeValid: false,
    },
  ],
  [
    "the commit and, on git tags, the git tag",
    `${MAIN}, ${TAG_PATTERN}`,
    [],
    { found: E("github.sha"), pushed: [E("github.sha")], added: [ON_TAG], isMadeValid: true },
  ],
  [
    "the branch, whose slash becomes -",
    BRANCHES,
    ["commit", "branch"],
    {
      found: E("github.sha"),
      pushed: [E("github.sha")],
      added: [E("github.ref_name")],
      isMadeValid: true,
    },
  ],
  [
    "latest, on branches only",
    `${MAIN}, ${TAGS}`,
    ["commit", "latest"],
    {
      found: E("github.sha"),
      pushed: [E("github.sha")],
      added: [E("github.ref_type == 'branch' && 'latest' || ''")],
      isMadeValid: false,
    },
  ],
  [
    "latest alone, which every run builds",
    MAIN,
    ["latest"],
    { found: undefined, pushed: ["latest"], added: [], isMadeValid: false },
  ],
  [
    "latest of releases, if nothing else starts the workflow",
    TAGS,
    ["git-tag", "latest"],
    {
      found: E("github.ref_name"),
      pushed: [E("github.ref_name")],
      added: ["latest"],
      isMadeValid: false,
    },
  ],
  [
    "the name of the ref as the git tag and the branch",
    `${MAIN}, ${TAGS}`,
    [E("github.ref_name")],
    { found: undefined, pushed: [], added: [ON_BRANCH, ON_TAG], isMadeValid: false },
  ],
  [
    "an expression with the commit in it",
    MAIN,
    [`sha-${E("github.sha")}`],
    {
      found: `sha-${E("github.sha")}`,
      pushed: [`sha-${E("github.sha")}`],
      added: [],
      isMadeValid: false,
    },
  ],
  [
    "another expression, made valid",
    MAIN,
    [E("github.actor")],
    { found: undefined, pushed: [], added: [E("github.actor")], isMadeValid: true },
  ],
])("the tags are %s", (_, trust, tags, expected) => {
  expect(tagsIn(trust, { tags })).toStrictEqual(expected);
});

test.each<[string, string, Partial<WorkflowRequest>, readonly string[]]>([
  [
    "a commit message",
    MAIN,
    { tags: [E("github.event.head_commit.message")] },
    [
      `--tag: expected an expression for one short value (such as ${E("github.run_number")}), got free text, ${JSON.stringify(E("github.event.head_commit.message"))}`,
    ],
  ],
  [
    "tags that runs of a branch do not have",
    `${MAIN}, ${TAGS}`,
    { tags: ["git-tag"] },
    ["--tag: runs of a branch have no image tag. Add --tag commit"],
  ],
  [
    "tags that runs of a git tag do not have",
    `${MAIN}, ${TAGS}`,
    { tags: ["branch", "latest"] },
    ["--tag: runs of a git tag have no image tag. Add --tag commit"],
  ],
  [
    "several platforms without a tag that every run has",
    `${MAIN}, ${TAGS}`,
    { tags: ["branch", "git-tag"], platforms: ["linux/amd64", "linux/arm64"] },
    ["--tag: several platforms need an image tag that every run has. Add --tag commit"],
  ],
])("rejects %s", (_, trust, request, problems) => {
  expect(answerTo(roleFile({ trust }), request)).toStrictEqual({ kind: "invalid", problems });
});
