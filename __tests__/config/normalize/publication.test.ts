import { parseConfig } from "../../../lib/config/load";
import {
  type PublicationScope,
  placeText,
  type Target,
  valueTargets,
} from "../../../lib/config/normalize/publication";
import type { GithubValue, Publication, PublicationLevel } from "../../../lib/config/types";
import { MAX_VALUE_BYTES } from "../../../lib/policy/github-names";
import { MAX_PATH_CHARACTERS, MAX_ROLE_NAME_CHARACTERS } from "../../../lib/policy/iam-limits";
import type { NonEmpty } from "../../../lib/policy/non-empty";
import { PUBLICATION } from "../../support/smallest";
import { fileWith, type Lines, NAME } from "../access-file";

function publicationOf(lines: Lines): Publication {
  return parseConfig(fileWith(lines), NAME).accounts[0].roles[0].publish;
}

test.each<[string, string, Partial<Publication>]>([
  ["the defaults, without publish", "", {}],
  ["the defaults, if publish is empty", "publish: {}", {}],
  [
    "for no repository, if publish is false",
    "publish: false",
    { isWanted: false, repositories: [], environments: [], organizations: [] },
  ],
  ["the file's own choice of secrets", "publish: { as: secrets }", {}],
  ["the file's own choice of variables", "publish: { as: variables }", { as: "variables" }],
  [
    "for an organization, whose visibility is private by default, and no choice of secrets",
    "publish: { to: organization }",
    { to: ["organization"] },
  ],
  [
    "for all of an organization",
    "publish: { to: [organization, dependabot], visibility: all }",
    { to: ["organization", "dependabot"], visibility: "all" },
  ],
  [
    "for other repositories",
    "publish: { repositories: [api, other/api] }",
    {
      repositories: [
        { owner: "acme", name: "api" },
        { owner: "other", name: "api" },
      ],
      organizations: ["acme", "other"],
    },
  ],
  [
    "with other names, in their order, with a prefix",
    "publish: { prefix: CI_, values: { ROLE: roleArn, REGISTRY: registry, ACCOUNT: accountId, NAME: roleName, REGION: region } }",
    {
      values: [
        { name: "CI_ROLE", holds: "roleArn", text: "arn:aws:iam::123456789012:role/GitHubActionsECRRole" },
        {
          name: "CI_REGISTRY",
          holds: "registry",
          text: "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com",
        },
        { name: "CI_ACCOUNT", holds: "accountId", text: "123456789012" },
        { name: "CI_NAME", holds: "roleName", text: "GitHubActionsECRRole" },
        { name: "CI_REGION", holds: "region", text: "ap-northeast-2" },
      ],
    },
  ],
  [
    "the name and the address of its only ECR repository",
    "publish: { values: { REPOSITORY: repository, URL: repositoryUrl } }",
    {
      values: [
        { name: "REPOSITORY", holds: "repository", text: "web" },
        {
          name: "URL",
          holds: "repositoryUrl",
          text: "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/web",
        },
      ],
    },
  ],
  [
    "one thing under two names",
    "publish: { values: { A: region, B: region } }",
    {
      values: [
        { name: "A", holds: "region", text: "ap-northeast-2" },
        { name: "B", holds: "region", text: "ap-northeast-2" },
      ],
    },
  ],
])("what a role publishes is %s", (_, key, expected) => {
  expect(publicationOf({ 11: `        ${key}` })).toStrictEqual({ ...PUBLICATION, ...expected });
});

const ALL = "publish: { values: { A: region, B: registry, C: roleArn, D: roleName, E: accountId } }";

test.each<[string, Lines, readonly string[]]>([
  [
    "the path of a role and its name",
    { 11: `        name: Push\n        path: /ci/images/\n        ${ALL}` },
    [
      "ap-northeast-2",
      "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com",
      "arn:aws:iam::123456789012:role/ci/images/Push",
      "Push",
      "123456789012",
    ],
  ],
  [
    "the first of the role's regions, where the account's is not among them",
    { 10: "          repositories: [web]\n          region: [eu-west-1, us-east-1]", 11: `        ${ALL}` },
    [
      "eu-west-1",
      "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
      "arn:aws:iam::123456789012:role/GitHubActionsECRRole",
      "GitHubActionsECRRole",
      "123456789012",
    ],
  ],
  [
    "the account's region, where it is among the role's, wherever it stands",
    {
      10: "          repositories: [web]\n          region: [eu-west-1, ap-northeast-2]",
      11: `        ${ALL}`,
    },
    [
      "ap-northeast-2",
      "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com",
      "arn:aws:iam::123456789012:role/GitHubActionsECRRole",
      "GitHubActionsECRRole",
      "123456789012",
    ],
  ],
  [
    "another partition",
    { 5: "    region: cn-north-1", 11: `        ${ALL}` },
    [
      "cn-north-1",
      "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn",
      "arn:aws-cn:iam::123456789012:role/GitHubActionsECRRole",
      "GitHubActionsECRRole",
      "123456789012",
    ],
  ],
])("values follow %s", (_, lines, texts) => {
  expect(publicationOf(lines).values.map(({ text }) => text)).toStrictEqual(texts);
});

test("no value comes near to what GitHub keeps, by the longest role there can be", () => {
  const path = `/${"p".repeat(MAX_PATH_CHARACTERS - 2)}/`;
  const name = "n".repeat(MAX_ROLE_NAME_CHARACTERS);
  const { values } = publicationOf({
    7: `      - name: ${name}\n        path: ${path}\n        trust:`,
    11: `        ${ALL}`,
  });
  const longest = Math.max(...values.map(({ text }) => Buffer.byteLength(text)));
  expect(longest).toBe(`arn:aws:iam::123456789012:role${path}${name}`.length);
  expect(longest).toBeLessThan(MAX_VALUE_BYTES / 10);
});

const SCOPE: Omit<PublicationScope, "to"> = {
  as: "secrets",
  repositories: [
    { owner: "acme", name: "web" },
    { owner: "other", name: "api" },
  ],
  environments: [{ owner: "acme", name: "web", environment: "prod" }],
  organizations: ["acme", "other"],
};

type As = GithubValue["as"];
const web = (as: As): Target => ({ owner: "acme", as, place: { level: "repository", repository: "web" } });
const api = (as: As): Target => ({ owner: "other", as, place: { level: "repository", repository: "api" } });
const prod = (as: As): Target => ({
  owner: "acme",
  as,
  place: { level: "environment", repository: "web", environment: "prod" },
});
const organization = (owner: string, as: As): Target => ({ owner, as, place: { level: "organization" } });

test.each<[NonEmpty<PublicationLevel>, Partial<PublicationScope>, readonly Target[]]>([
  [["repository"], {}, [web("secrets"), api("secrets")]],
  [["repository"], { as: "variables" }, [web("variables"), api("variables")]],
  [["environment"], {}, [prod("secrets")]],
  [["environment"], { as: "variables" }, [prod("variables")]],
  [["organization"], {}, [organization("acme", "secrets"), organization("other", "secrets")]],
  [
    ["organization"],
    { as: "variables" },
    [organization("acme", "variables"), organization("other", "variables")],
  ],
  [["dependabot"], {}, [web("dependabot secrets"), api("dependabot secrets")]],
  [
    ["dependabot", "environment"],
    {},
    [web("dependabot secrets"), api("dependabot secrets"), prod("secrets")],
  ],
  [
    ["dependabot", "organization"],
    {},
    [
      organization("acme", "dependabot secrets"),
      organization("other", "dependabot secrets"),
      organization("acme", "secrets"),
      organization("other", "secrets"),
    ],
  ],
  [
    ["repository", "environment", "organization", "dependabot"],
    { organizations: ["acme"] },
    [
      web("secrets"),
      api("secrets"),
      prod("secrets"),
      organization("acme", "secrets"),
      organization("acme", "dependabot secrets"),
    ],
  ],
  [
    ["repository", "environment", "organization", "dependabot"],
    { repositories: [], environments: [], organizations: [] },
    [],
  ],
])("the values of %j with %j go to these places", (to, scope, expected) => {
  expect(valueTargets({ ...SCOPE, ...scope, to })).toStrictEqual(expected);
});

test.each<[Pick<Target, "owner" | "place">, string]>([
  [web("secrets"), "acme/web"],
  [prod("secrets"), "the environment prod of acme/web"],
  [organization("acme", "secrets"), "the organization acme"],
])("%j is written as %s", (target, expected) => {
  expect(placeText(target)).toBe(expected);
});
