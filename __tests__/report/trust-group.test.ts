import { parseConfig } from "../../lib/config/load";
import { trustGroups } from "../../lib/report/trust-group";
import { fileWith, NAME, WITH_IDS } from "../config/access-file";

const WORKFLOW = "acme/ci/.github/workflows/push.yml@refs/heads/main";

/** The subjects and further conditions of an entry for web, under a subject template. */
function groupOf(keys: string, entry: string) {
  const { accounts, github } = parseConfig(
    fileWith({
      2: `${WITH_IDS}\n  subjectTemplates: [{ claims: [${keys}], repositories: web }]`,
      8: `          - { repository: web, ${entry} }`,
    }),
    NAME,
  );
  return trustGroups(accounts[0].roles[0], github.issuerHost).map((group) => ({
    subjects: group.kind === "allow" ? group.sources.flatMap(({ subjects }) => subjects) : [],
    conditions: group.conditions.map(({ key, values }) => `${key} ${values.join(" or ")}`),
  }));
}

test.each<[string, string, string, string, readonly string[]]>([
  [
    "the ref that the subject leaves out",
    "repo",
    "branch: main",
    "repo:acme@1/web@2",
    ["ref refs/heads/main"],
  ],
  [
    "the repository that the subject leaves out",
    "context",
    "branch: main",
    "ref:refs/heads/main",
    ["repositoryId 2"],
  ],
  [
    "no claim that is in the subject",
    "repo, context, job_workflow_ref",
    `branch: main, claims: { jobWorkflowRef: "${WORKFLOW}" }`,
    `repo:acme@1/web@2:ref:refs/heads/main:job_workflow_ref:${WORKFLOW}`,
    [],
  ],
  [
    "a claim that is not in the subject",
    "repo, context",
    `branch: main, claims: { jobWorkflowRef: "${WORKFLOW}" }`,
    "repo:acme@1/web@2:ref:refs/heads/main",
    [`jobWorkflowRef ${WORKFLOW}`],
  ],
])("under a template, an entry shows %s", (_, keys, entry, subject, conditions) => {
  expect(groupOf(keys, entry)).toStrictEqual([{ subjects: [subject], conditions }]);
});
