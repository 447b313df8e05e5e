import { stripVTControlCharacters } from "node:util";
import { displayWidth } from "../../../lib/cli/show/display-width";
import { accessText } from "../../../lib/cli/show/text";
import { WITH_IDS } from "../../config/access-file";
import { ruleOf } from "../../config/problem-texts";
import { seed } from "../../stacks/synthesized";
import { accessOfExample, accessOfFile, hostileFile } from "./shown";

const PIPE = { columns: 80, hasColour: false };

test("a table for each account, then what is accepted and what is not", () => {
  const { impact, fix } = ruleOf("R10");
  const text = accessText(accessOfExample("organization"), { columns: 100, hasColour: false });
  const [table, accepted, open] = text.split(/\n\n(?=[A-Z][a-z])/);
  expect(table).toBe(`production 123456789012, 4 roles

GITHUB            FROM               MAY            ECR                ROLE             RULES

acme/shop         environment        push           shop, checkout in  ReleasePush      R23 medium
acme/checkout     production                        eu-west-1                           R35 low

acme/base-images  tag v*             push           base/* in          BaseImagePush    R11 medium
                                                    eu-west-1                           R23 medium

acme/team-*       branch main        push and pull  team/* in          TeamPush         R07 accepted
                                                    eu-west-1,                          R23 medium
                                                    us-east-1

acme/team-*       branch release/*   push and pull  team/* in          TeamPush         R07 accepted
                                                    eu-west-1,                          R10 medium
                                                    us-east-1                           R23 medium

acme/shop         pull requests      pull           base/* in          PullRequestPull  R23 medium
                                                    eu-west-1`);
  expect(accepted).toBe(`Accepted
  R07 high, TeamPush in production
    Only team leads can make repositories in this organization`);
  expect(open?.split("\n").slice(0, 4)).toStrictEqual([
    "Worth a look",
    "  R10 medium, TeamPush in production",
    `    ${impact}`,
    `    to do: ${fix}`,
  ]);
  expect(open).toContain("\n  R23 medium, 4 roles\n");
});

test("rows of a line each stand close together, and nothing stands below where no rule is broken", () => {
  const file = seed()
    .replace("  owner: acme", WITH_IDS)
    .replace("branch: main }", "branch: main }\n          - { repository: web, tag: v1 }");
  expect(accessText(accessOfFile(file), { columns: 132, hasColour: false })).toBe(`123456789012, 1 role

GITHUB    FROM         MAY   ECR                    ROLE                  RULES
acme/web  branch main  push  web in ap-northeast-2  GitHubActionsECRRole
acme/web  tag v1       push  web in ap-northeast-2  GitHubActionsECRRole
`);
});

test("what else has to hold stands below the context", () => {
  const text = accessText(accessOfExample("own-trust-policy"), { columns: 200, hasColour: false });
  expect(text).toContain(
    "\n          if job_workflow_ref StringEquals acme/ci/.github/workflows/push.yml@refs/heads/main\n",
  );
});

test.each([40, 60, 80, 100, 132])("no line is wider than %d columns", (columns) => {
  const accesses = ["organization", "two-accounts", "own-trust-policy"].map(accessOfExample);
  for (const access of [...accesses, accessOfFile(hostileFile())]) {
    const widths = accessText(access, { columns, hasColour: false }).split("\n").map(displayWidth);
    expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
  }
});

test("colours are told from the rest", () => {
  const access = accessOfExample("organization");
  const coloured = accessText(access, { columns: 80, hasColour: true });
  expect(coloured).toContain("\u001B[33mR10 medium\u001B[0m");
  expect(coloured).toContain("\u001B[1mproduction\u001B[0m 123456789012, 4 roles");
  expect(stripVTControlCharacters(coloured)).toBe(accessText(access, PIPE));
});

test("no text of the file moves the cursor", () => {
  const text = accessText(accessOfFile(hostileFile()), PIPE);
  expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u);
  expect(text).toContain("\\u{2028}\\u{202E}\\u{1B}[2J");
});

test("what is odd about a role and about the file is told at the end", () => {
  const file = seed({
    role: "name: GitHubActions",
    file: "state: { http: { address: 'https://x/{stack}', password: p } }",
  });
  expect(accessText(accessOfFile(file), { columns: 200, hasColour: false })).toMatch(
    /\n {2}GitHubActions in 123456789012\n {4}this very name is reported not to work; choose another\n {2}the file\n {4}state\.http\.password is a credential: leave it out of the file and give it in the environment\n$/,
  );
});
