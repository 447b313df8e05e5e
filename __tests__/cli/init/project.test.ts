import fc from "fast-check";
import { stringify } from "yaml";
import type { Answers } from "../../../lib/cli/init/answers";
import { accessText, configOption } from "../../../lib/cli/init/project";
import { parseConfig } from "../../../lib/config/load";
import type { Config } from "../../../lib/config/types";
import { ECR_REPOSITORY } from "../../../lib/policy/ecr";
import { OWNER, REF_PATTERN, REPOSITORY_OF_OWNER } from "../../../lib/policy/github-names";
import type { TextRule } from "../../../lib/policy/text-rule";
import { seed } from "../../stacks/synthesized";

const ANSWERS: Answers = {
  owner: "acme",
  repository: "web",
  branch: "main",
  account: "123456789012",
  region: "ap-northeast-2",
  ecrRepository: "web",
};

function written(answers: Partial<Answers>): Config {
  return parseConfig(accessText({ ...ANSWERS, ...answers }, "access.yaml", "own"), "access.yaml");
}

/** The smallest file with these values, as the YAML library writes it. */
function expected(answers: Partial<Answers>): Config {
  const { owner, repository, branch, account, region, ecrRepository } = { ...ANSWERS, ...answers };
  const roles = [{ trust: [{ repository, branch }], ecr: { repositories: [ecrRepository] } }];
  const file = { github: { owner }, accounts: [{ id: account, region, roles }] };
  return parseConfig(stringify(file), "access.yaml");
}

test("writes the smallest file, with comments", () => {
  expect(accessText(ANSWERS, "access.yaml", "own")).toBe(
    `# yaml-language-server: $schema=node_modules/own/access.schema.json

# Repositories created, renamed or transferred after 2026-07-15 send ids in their tokens. This command writes the ids into this file
# (GITHUB_TOKEN needs a token that can read the repository): npx github-actions-ecr resolve
github:
  owner: acme # user or organization, in GitHub's casing
accounts:
  - id: "123456789012"
    region: ap-northeast-2
    roles:
      - trust: # who can push
          - { repository: web, branch: main }
        ecr: # and where to; the ECR repository must exist
          repositories: [web]
`,
  );
  expect(written({})).toStrictEqual(parseConfig(seed(), "access.yaml"));
});

test.each([
  ["production.yaml", "node_modules/own/access.schema.json"],
  ["accounts/production.yaml", "../node_modules/own/access.schema.json"],
])("%s has the relative path of its schema, and its own name in the command", (config, schema) => {
  const lines = accessText(ANSWERS, config, "own").split("\n");
  expect(lines[0]).toBe(`# yaml-language-server: $schema=${schema}`);
  expect(lines[3]).toMatch(new RegExp(`: npx github-actions-ecr resolve --config ${config}$`));
});

test.each<[Partial<Answers>]>([
  [{ owner: "null" }],
  [{ owner: "1e3" }],
  [{ owner: "0x1F" }],
  [{ owner: "on", repository: "no", ecrRepository: "yes" }],
  [{ repository: "true" }],
  [{ repository: "-" }],
  [{ repository: "1_000" }],
  [{ repository: ".5" }],
  [{ repository: "...", ecrRepository: "2001-01-01" }],
  [{ ecrRepository: "0o7" }],
  [{ ecrRepository: "*" }],
  [{ ecrRepository: "team/*" }],
  ...[
    ...["1e3", "a#b", "#1", "a,b", "{x}", "]", "'", '"', "&a", "!x"],
    ...["|", ">", "%", "`", "$x", "é", "-", "*", "release/*"],
  ].map((branch): [Partial<Answers>] => [{ branch }]),
  [{ account: "000000000000", region: "cn-north-1" }],
  [{ account: "012345670123", region: "us-gov-west-1" }],
])("%j is in the file unchanged", (answers) => {
  expect(written(answers)).toStrictEqual(expected(answers));
});

test("YAML reads every allowed answer as it was given", () => {
  const allowed = ({ pattern }: TextRule, characters: RegExp) =>
    fc.stringMatching(characters).filter((text) => pattern.test(text));
  fc.assert(
    fc.property(
      fc.record({
        owner: allowed(OWNER, /^[A-Za-z0-9-]{1,8}$/),
        repository: allowed(REPOSITORY_OF_OWNER, /^[A-Za-z0-9._-]{1,8}$/),
        branch: allowed(REF_PATTERN, /^[!-~\u00a1-\u00ff]{1,8}$/),
        ecrRepository: allowed(ECR_REPOSITORY, /^[a-z0-9._/*-]{2,8}$/),
      }),
      (answers) => expect(written(answers)).toStrictEqual(expected(answers)),
    ),
    { numRuns: 300 },
  );
});

test.each([
  ["access.yaml", ""],
  ["production.yaml", " --config production.yaml"],
])("the option for %s is %j", (config, option) => {
  expect(configOption(config)).toBe(option);
});
