import { stripVTControlCharacters } from "node:util";
import { displayWidth } from "../../../../lib/cli/commands/show/table";
import { accessText } from "../../../../lib/cli/commands/show/text";
import { WITH_IDS } from "../../../config/access-file";
import { ruleOf } from "../../../config/problem-texts";
import { seed } from "../../../stacks/synthesized";
import { accessOfExample, accessOfFile, hostileFile } from "./shown";

const PIPE = { columns: 80, hasColour: false };

test("shows a table for each account, then accepted risks, then warnings", () => {
  const { impact, fix } = ruleOf("R10");
  const text = accessText(accessOfExample("organization"), { columns: 100, hasColour: false });
  const [table, accepted, warnings] = text.split(/\n\n(?=Accepted|Warnings)/);
  expect(table).toBe(`production 123456789012, 4 roles

  GITHUB REPOSITORY         FROM                    RULES

ReleasePush can push to shop, checkout in eu-west-1
  acme/shop, acme/checkout  environment production  R23 name-subject (medium)
                                                    R35 long-session (low)
                                                    R39 shared-repositories (low)

BaseImagePush can push to base/* in eu-west-1
  acme/base-images          tag v*                  R11 tag-wildcard (medium)
                                                    R23 name-subject (medium)

TeamPush can push to and pull from team/* in eu-west-1, us-east-1
  acme/team-*               branch main             R07 repository-wildcard (high), accepted
                                                    R23 name-subject (medium)

  acme/team-*               branch release/*        R07 repository-wildcard (high), accepted
                                                    R10 branch-wildcard (medium)
                                                    R23 name-subject (medium)

PullRequestPull can pull from base/* in eu-west-1
  acme/shop                 pull requests           R23 name-subject (medium)`);
  expect(accepted).toBe(`Accepted risks
  R07 repository-wildcard (high): TeamPush in production
    Only team leads can create repositories in this organization`);
  expect(warnings?.split("\n").slice(0, 3)).toStrictEqual([
    "Warnings",
    "  R10 branch-wildcard (medium): TeamPush in production",
    `    ${impact}`,
  ]);
  expect(joined(warnings ?? "")).toContain(`fix: ${fix}. See docs/rules.md#r10`);
  expect(warnings).toContain("\n  R23 name-subject (medium): 4 roles\n");
});

/** Without line breaks and indentation. */
function joined(text: string): string {
  return text.replace(/\s+/g, " ");
}

test("rows of one line have no empty lines between them, and there are no sections without content", () => {
  const file = seed({ role: "publish: { as: variables }" })
    .replace("  owner: acme", WITH_IDS)
    .replace("branch: main }", "branch: main }\n          - { repository: web, tag: v1 }");
  expect(accessText(accessOfFile(file), { columns: 132, hasColour: false })).toBe(`123456789012, 1 role

  GITHUB REPOSITORY  FROM         RULES

GitHubActionsECRRole can push to web in ap-northeast-2
  acme/web           branch main
  acme/web           tag v1
`);
});

test("many GitHub repositories that reach many ECR repositories are shown as two groups, not as pairs", () => {
  const names = (prefix: string) => Array.from({ length: 12 }, (_, index) => `${prefix}${index}`).join(", ");
  const file = seed()
    .replace("repository: web", `repository: [${names("app")}]`)
    .replace("repositories: [web]", `repositories: [${names("image")}]`);
  const text = accessText(accessOfFile(file), PIPE);
  const lines = text.split("\n").filter((line) => /app\d|image\d/.test(line));
  expect(lines.filter((line) => line.includes("app") && line.includes("image"))).toStrictEqual([]);
  expect(joined(text)).toContain(`GitHubActionsECRRole can push to ${names("image")} in ap-northeast-2`);
});

test("further conditions are shown below the context", () => {
  const text = accessText(accessOfExample("own-trust-policy"), { columns: 200, hasColour: false });
  expect(text).toContain(
    "\n                     if job_workflow_ref StringEquals acme/ci/.github/workflows/push.yml@refs/heads/main\n",
  );
});

test.each([40, 60, 80, 100, 132])("no line is wider than %d columns", (columns) => {
  const accesses = ["organization", "two-accounts", "own-trust-policy"].map(accessOfExample);
  for (const access of [...accesses, accessOfFile(hostileFile())]) {
    const widths = accessText(access, { columns, hasColour: false }).split("\n").map(displayWidth);
    expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
  }
});

test("colours do not change the layout", () => {
  const access = accessOfExample("organization");
  const coloured = accessText(access, { columns: 80, hasColour: true });
  expect(coloured).toContain("\u001B[33mR10 branch-wildcard (medium)\u001B[0m");
  expect(coloured).toContain("\u001B[1mproduction\u001B[0m 123456789012, 4 roles");
  expect(stripVTControlCharacters(coloured)).toBe(accessText(access, PIPE));
});

test("text from the file cannot move the cursor", () => {
  const text = accessText(accessOfFile(hostileFile()), PIPE);
  expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u);
  expect(text).toContain("\\u{2028}\\u{202E}\\u{1B}[2J");
});

test("a warning about several roles is shown once", () => {
  const role = (name: string) =>
    `      - { name: ${name}, trust: [{ repository: ${name}, branch: main }], ecr: { repositories: [web] } }\n`;
  const text = accessText(accessOfFile(seed() + role("b") + role("c")), { columns: 200, hasColour: false });
  expect(text).toContain("\n  3 roles\n    GitHub masks the secret AWS_REGION");
  expect(text.split("GitHub masks")).toHaveLength(2);
});

test("warnings that belong to no rule come last", () => {
  const file = seed({
    role: "name: GitHubActions\npublish: { as: variables }",
    file: "state: { http: { address: 'https://x/{stack}', password: p } }",
  });
  expect(accessText(accessOfFile(file), { columns: 200, hasColour: false })).toMatch(
    /\n {2}GitHubActions in 123456789012\n {4}users report that workflows cannot assume a role named GitHubActions\. Choose another name\. See docs\/limits\.md#unverified\n {2}the file\n {4}state\.http\.password is a credential\. Remove it from the file and set it in the environment\. See docs\/guide\/state\.md#other-backends\n$/,
  );
});
