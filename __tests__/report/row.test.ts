import { reachText, rolesText, rowsOf } from "../../lib/report/row";
import { accessOfFile } from "../cli/show/shown";
import { seed } from "../stacks/synthesized";

function rolesOf(yaml: string) {
  return accessOfFile(yaml).roles;
}

test("repositories with the same context and conditions are one row, with all of their subjects", () => {
  const file = seed().replace(
    "{ repository: web, branch: main }",
    "{ repository: [web, api], branch: main }\n          - { repository: web, tag: v1 }",
  );
  const rows = rolesOf(file).flatMap(rowsOf);
  expect(rows.map(({ principals, context, subjects }) => ({ principals, context, subjects }))).toStrictEqual([
    {
      principals: [
        { kind: "repository", name: "acme/web", isPattern: false },
        { kind: "repository", name: "acme/api", isPattern: false },
      ],
      context: { kind: "branch", pattern: "main" },
      subjects: ["repo:acme/web:ref:refs/heads/main", "repo:acme/api:ref:refs/heads/main"],
    },
    {
      principals: [{ kind: "repository", name: "acme/web", isPattern: false }],
      context: { kind: "tag", pattern: "v1" },
      subjects: ["repo:acme/web:ref:refs/tags/v1"],
    },
  ]);
});

test.each([
  ["push", "push to web, api in eu-west-1, us-east-1"],
  ["pull", "pull from web, api in eu-west-1, us-east-1"],
  ["push-pull", "push to and pull from web, api in eu-west-1, us-east-1"],
])("with the access %s a role can %s", (access, expected) => {
  const file = seed().replace(
    "repositories: [web]",
    `repositories: [web, api]\n          access: ${access}\n          region: [eu-west-1, us-east-1]`,
  );
  expect(rolesOf(file).map(reachText)).toStrictEqual([expected]);
});

test("one role is shown by name, several by number", () => {
  const roles = rolesOf(seed());
  expect(rolesText(roles)).toBe("GitHubActionsECRRole in 123456789012");
  expect(rolesText([...roles, ...roles])).toBe("2 roles");
});
