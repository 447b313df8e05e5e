import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Project, project, succeeded } from "./support/project";

/** The rights that docs/guide/deployer-permissions.md lists are those that Terraform uses. */

let it: Project;
beforeAll(async () => {
  it = await project();
});
afterAll(() => it.close());

/** The actions of the page's policy for the deployer. */
function documentedActions(): readonly string[] {
  const page = readFileSync(join(__dirname, "..", "..", "docs", "guide", "deployer-permissions.md"), "utf8");
  const block = [...page.matchAll(/```json\n(.*?)```/gs)].find(([, json]) =>
    json?.includes('"OidcProvider"'),
  );
  const policy: { Statement: readonly { Action: readonly string[] }[] } = JSON.parse(block?.[1] ?? "{}");
  return policy.Statement.flatMap(({ Action }) => Action).map((action) => action.replace("iam:", ""));
}

const FILE = (tags: string, role: string, repository: string) => `
github: { owner: acme }
accounts:
  - id: "123456789012"
    region: ap-northeast-2
    ${tags}
    roles:
      - trust: [{ repository: ${repository}, branch: main }]
        ecr: { repositories: [${repository}] }
        ${role}
`;

test("creating, changing and destroying everything only calls what the page's policy allows", async () => {
  for (const file of [
    FILE("", "", "web"),
    FILE("tags: { team: a }", "description: pushes\n        maxSessionSeconds: 7200", "api"),
  ]) {
    it.write(file);
    await it.synth();
    succeeded(await it.terraform("aws-123456789012", "init"));
    succeeded(await it.terraform("aws-123456789012", "apply", "-auto-approve"));
  }
  succeeded(await it.terraform("aws-123456789012", "destroy", "-auto-approve"));

  const called = it.aws.iamActions();
  expect(called).toContain("CreateRole");
  expect(called).toContain("TagOpenIDConnectProvider");
  expect(called.filter((action) => !documentedActions().includes(action))).toStrictEqual([]);
});
