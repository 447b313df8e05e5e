import { notes } from "../../../lib/cli/resolve/notes";
import { compared, type Short } from "./compared";
import type { HostedOwners } from "./hosted-github";

test.each<[string, Short, HostedOwners, readonly string[]]>([
  [
    "nothing, where all is usual",
    { trust: [{ repository: ["web", "w*"] }] },
    { acme: { id: 1, repositories: { web: { id: 2, format: "immutable" } } } },
    [],
  ],
  [
    "templates of a repository's own",
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
      "the subjects of acme/web have a template of their own (repo, job_workflow_ref); trust them by subject",
      "the subjects of acme/team-a have a template of their own (without claims); trust them by subject",
    ],
  ],
  [
    "formats that GitHub does not say",
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
      "github.com does not say which format the subjects of acme/web have, so none is written",
      "github.com does not say which format the subjects of acme/api have, so none is written; they begin with repository_id:3",
    ],
  ],
  [
    "patterns that stand for nothing, once each",
    {
      trust: [
        { repository: ["team-*", "web"] },
        { repository: "team-*" },
        { owner: "none", repository: "x-*" },
      ],
    },
    { acme: { id: 1, repositories: { web: { id: 2 } } } },
    ["no repository of acme that GITHUB_TOKEN may see has a name like team-*"],
  ],
  [
    "that a user's private repositories are not listed",
    { trust: [{ repository: "*" }] },
    { acme: { id: 1, type: "User", repositories: { web: { id: 2 } } } },
    [
      "acme is a user, of whom GitHub lists public repositories alone; a private one that * stands for has to be in github.repositories",
    ],
  ],
  [
    "owners that only subjects and publications name",
    { trust: [{ subject: "repo:stranger/web:*" }], publish: ["stranger/web"] },
    { acme: { id: 1 }, stranger: { id: 7, repositories: { web: { id: 2 } } } },
    [
      "stranger stands only in subjects and publications, so nothing is written of it: an owner in github.owners is one that may be trusted",
    ],
  ],
  [
    "that both formats are needed no longer",
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
      "github.owners.acme.subject: both can become immutable: GitHub sends ids alone by now",
      "the subject of acme/api: both can become immutable: GitHub sends ids alone by now",
    ],
  ],
])("notes tell of %s", async (_, file, owners, expected) => {
  expect(notes(await compared(file, owners))).toStrictEqual(expected);
});
