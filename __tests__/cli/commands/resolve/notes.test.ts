import { notes, unknownTemplates } from "../../../../lib/cli/commands/resolve/notes";
import { pathText } from "../../../../lib/config/problem";
import { compared, type Short } from "./compared";
import type { HostedOwners } from "./hosted-github";

test.each<[string, Short, HostedOwners, readonly string[]]>([
  [
    "nothing, if there is nothing special",
    { trust: [{ repository: ["web", "w*"] }] },
    { acme: { id: 1, repositories: { web: { id: 2, format: "immutable" } } } },
    [],
  ],
  [
    "a repository with its own template",
    { trust: [{ repository: ["web", "team-*"] }] },
    {
      acme: {
        id: 1,
        repositories: {
          web: {
            id: 2,
            customization: { use_default: false, include_claim_keys: ["repo", "job_workflow_ref"] },
          },
          "team-a": { id: 3, customization: { use_default: false, include_claim_keys: null } },
        },
      },
    },
    [
      "acme/web has its own subject template (repo, job_workflow_ref). Trust it with subject, or add the template to github.subjectTemplates",
      "acme/team-a has its own subject template (without claims). Trust it with subject, or add the template to github.subjectTemplates",
    ],
  ],
  [
    "formats that GitHub does not report",
    { trust: [{ repository: ["web", "api"] }] },
    {
      acme: {
        id: 1,
        repositories: {
          web: { id: 2, customization: null },
          api: { id: 3, customization: { sub_claim_prefix: "repository_id:3" } },
        },
      },
    },
    [
      "github.com does not report the subject format of acme/web, so none is written",
      "github.com does not report the subject format of acme/api, so none is written. Its subjects start with repository_id:3",
    ],
  ],
  [
    "patterns without a match, once each",
    {
      trust: [
        { repository: ["team-*", "web"] },
        { repository: "team-*" },
        { owner: "none", repository: "x-*" },
      ],
    },
    { acme: { id: 1, repositories: { web: { id: 2 } } } },
    ["no repository of acme that GITHUB_TOKEN can read matches team-*"],
  ],
  [
    "private repositories of a user",
    { trust: [{ repository: "*" }] },
    { acme: { id: 1, type: "User", repositories: { web: { id: 2 } } } },
    [
      "acme is a user, and GitHub lists only public repositories of a user. Add private repositories that match * to github.repositories",
    ],
  ],
  [
    "owners that occur only in subjects and publish",
    { trust: [{ subject: "repo:partner/web:*" }], publish: ["partner/web"] },
    { acme: { id: 1 }, partner: { id: 7, repositories: { web: { id: 2 } } } },
    [
      "partner occurs only in subjects and publish, so its ids are not written. An owner in github.owners may be trusted: add it yourself if you trust it",
    ],
  ],
  [
    "completed migrations",
    {
      github: {
        owners: {
          acme: { id: 1, subject: "both" },
          other: { id: 8, subject: "both" },
          none: { subject: "both" },
        },
        repositories: { api: { subject: "both" }, old: { subject: "both" }, named: { subject: "name" } },
      },
      trust: [{ repository: "web" }, { owner: "other", repository: ["a", "b"] }],
    },
    {
      acme: {
        id: 1,
        repositories: {
          web: { id: 2, format: "immutable" },
          api: { id: 3, format: "immutable" },
          old: { id: 4 },
          named: { id: 5 },
        },
      },
      other: { id: 8, repositories: { a: { id: 9 }, b: { id: 10, format: "immutable" } } },
      none: { id: 11 },
    },
    [
      "github.owners.acme.subject: change both to immutable. GitHub only sends subjects with ids now",
      "the subject of acme/api: change both to immutable. GitHub only sends subjects with ids now",
    ],
  ],
])("notes on %s", async (_, file, owners, expected) => {
  expect(notes(await compared(file, owners))).toStrictEqual(expected);
});

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
