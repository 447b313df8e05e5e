import { Testing } from "cdktf";
import { Reviewers } from "../../../lib/constructs/base/github-resources";

/** The data sources of reviewers, with addresses without CDKTF's hashes, and the keys of their ids. */
function reviewers(users: readonly string[], teams: readonly string[]) {
  let logins: readonly string[] = [];
  let slugs: readonly string[] = [];
  const json = Testing.synthScope((scope) => {
    const { userIds, teamIds } = new Reviewers(scope, "reviewers", { users, teams });
    logins = [...userIds.keys()];
    slugs = [...teamIds.keys()];
  });
  const { data = {} }: { data?: Record<string, Record<string, Record<string, unknown>>> } = JSON.parse(
    json.replace(/_[0-9A-F]{8}(?=")/g, ""),
    (key, value: unknown) => (key === "//" ? undefined : value),
  );
  return { data, logins, slugs };
}

test("users are looked up by login and teams by slug, also with the same name", () => {
  expect(reviewers(["octo", "cat_acme"], ["octo", "ops-eu"])).toStrictEqual({
    data: {
      github_user: {
        reviewers_users_octo: { username: "octo" },
        reviewers_users_cat_acme: { username: "cat_acme" },
      },
      github_team: {
        reviewers_teams_octo: { slug: "octo", summary_only: true },
        "reviewers_teams_ops-eu": { slug: "ops-eu", summary_only: true },
      },
    },
    logins: ["octo", "cat_acme"],
    slugs: ["octo", "ops-eu"],
  });
});

test("without reviewers there are no data sources", () => {
  expect(reviewers([], [])).toStrictEqual({ data: {}, logins: [], slugs: [] });
});
