import { notes } from "../../../../lib/cli/commands/resolve/notes";
import { unknownTemplates } from "../../../../lib/cli/commands/resolve/templates";
import { pathText } from "../../../../lib/config/problem";
import { compared, type Short } from "./compared";
import type { HostedOwners } from "./hosted-github";

/** Repository web with a template, and another one without. */
function hosted(include_claim_keys: readonly string[] | null, use_default = false): HostedOwners {
  const customization = { use_default, include_claim_keys };
  return { acme: { id: 1, repositories: { web: { id: 2, customization }, api: { id: 3 } } } };
}

const WORKFLOW = ["repo", "job_workflow_ref"];
const TRUST = "accounts[0].roles[0].trust";
const OWN =
  "the subjects of acme/web come from its own template (repo, job_workflow_ref), so the role denies its pushes. Add { repositories: acme/web, claims: [repo, job_workflow_ref] } to github.subjectTemplates. See docs/guide/subject-templates.md";

async function lines(file: Short, owners: HostedOwners): Promise<readonly string[]> {
  return unknownTemplates(await compared(file, owners)).map(
    ({ problem: { path, message } }) => `${pathText(path)}: ${message}`,
  );
}

test.each<[string, Short, HostedOwners, string]>([
  [
    "a repository of a trust entry",
    { trust: [{ repository: "api" }, { repository: ["api", "Web"] }] },
    hosted(WORKFLOW),
    `${TRUST}[1].repository[1]: ${OWN}`,
  ],
  [
    "a repository that a pattern matches",
    { trust: [{ repository: "w*" }] },
    hosted(WORKFLOW),
    `${TRUST}[0].repository: ${OWN}`,
  ],
  [
    "a repository with the template of its organization",
    { trust: [{ repository: "web" }] },
    hosted(null),
    `${TRUST}[0].repository: the subjects of acme/web come from the template of acme, so the role denies its pushes. Add acme/web to github.subjectTemplates with the claims of that template: gh api orgs/acme/actions/oidc/customization/sub. See docs/guide/subject-templates.md`,
  ],
  [
    "a repository, although the file has the template of another one",
    {
      github: { subjectTemplates: [{ repositories: "api", claims: WORKFLOW }] },
      trust: [{ repository: "web" }],
    },
    hosted(WORKFLOW),
    `${TRUST}[0].repository: ${OWN}`,
  ],
])("reports the template of %s", async (_, file, owners, line) => {
  expect(await lines(file, owners)).toStrictEqual([line]);
});

test.each<[string, Short, HostedOwners]>([
  ["a repository with the default template", { trust: [{ repository: "web" }] }, hosted(WORKFLOW, true)],
  [
    "a repository whose template is the default one",
    { trust: [{ repository: "web" }] },
    hosted(["repo", "context"]),
  ],
  [
    "a repository whose template the file has",
    {
      github: { subjectTemplates: [{ repositories: ["web"], claims: WORKFLOW }] },
      trust: [{ repository: "web" }],
    },
    hosted(WORKFLOW),
  ],
  [
    "a repository whose template the file changes",
    {
      github: { subjectTemplates: [{ repositories: "web", claims: ["repo", "ref"] }] },
      trust: [{ repository: "web" }],
    },
    hosted(WORKFLOW),
  ],
  [
    "a repository that no trust entry names",
    { github: { repositories: { web: {} } }, publish: ["web"] },
    hosted(WORKFLOW),
  ],
  [
    "a repository that a raw subject trusts too",
    { trust: [{ repository: "web" }, { subject: "repo:acme/web:job_workflow_ref:acme/ci/*" }] },
    hosted(WORKFLOW),
  ],
  ["another repository", { trust: [{ repository: "api" }] }, hosted(WORKFLOW)],
])("does not report the template of %s", async (_, file, owners) => {
  expect(await lines(file, owners)).toStrictEqual([]);
});

test("a template is a note, if it is no problem and the file does not have it", async () => {
  const comparison = await compared({ trust: [{ repository: "web" }] }, hosted(WORKFLOW));
  const reported = unknownTemplates(comparison).map(({ repository }) => repository);
  const isKnown = {
    github: { subjectTemplates: [{ repositories: "web", claims: WORKFLOW }] },
    trust: [{ repository: "web" }],
  };

  expect(notes(comparison)).toHaveLength(1);
  expect(notes(comparison, reported)).toStrictEqual([]);
  expect(notes(await compared(isKnown, hosted(WORKFLOW)))).toStrictEqual([]);
});
