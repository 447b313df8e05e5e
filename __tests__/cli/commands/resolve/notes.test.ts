import { notes } from "../../../../lib/cli/commands/resolve/notes";
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
