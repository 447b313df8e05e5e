import {
  choiceHint,
  isKnownRegion,
  nearestRegion,
  refHint,
  regionHint,
  repositoryHint,
  ruleHint,
  type TextHint,
} from "../../../lib/config/schema/hints";
import { ECR_ACCESSES } from "../../../lib/policy/ecr-access";
import { ECR_REPOSITORY } from "../../../lib/policy/ecr-names";
import { KNOWN_REGIONS, partitionOf } from "../../../lib/policy/partition";
import { fileWith, inFile, type Lines, problemLines } from "../access-file";

const ACCESS = choiceHint(ECR_ACCESSES);

test.each<[string, TextHint, string, string]>([
  ["an access in capitals", ACCESS, "Push", "push"],
  ["an access with an underscore", ACCESS, "push_pull", "push-pull"],
  ["the beginning of a choice", choiceHint(["secrets", "variables"]), "var", "variables"],
  ["a region with a slip", regionHint, "eu-cental-1", "eu-central-1"],
  ["a rule in lower case", ruleHint, "r07", "R07"],
  ["a rule by its name", ruleHint, "repository-wildcard", "R07"],
  ["the address of a page", repositoryHint, "https://github.com/acme/web", "acme/web"],
  ["the address of a clone", repositoryHint, "https://github.com/acme/web.git", "acme/web"],
  ["the address for git over SSH", repositoryHint, "git@github.com:acme/web.git", "acme/web"],
  ["an address without its scheme", repositoryHint, "github.com/acme/web", "acme/web"],
  ["a name with .git", repositoryHint, "web.git", "web"],
  ["a name with a slash at the end", repositoryHint, "acme/web/", "acme/web"],
  ["the ref of a branch", refHint("heads"), "refs/heads/release/1", "release/1"],
  ["the ref of a tag", refHint("tags"), "refs/tags/v1", "v1"],
])("%s has a hint", (_, hint, value, meant) => {
  expect(hint(value)).toBe(`, did you mean ${meant}?`);
});

test.each<[string, TextHint, string, string]>([
  ["the ref of a tag for a branch", refHint("heads"), "refs/tags/v1", ". This is a tag"],
  ["the ref of a branch for a tag", refHint("tags"), "refs/heads/main", ". This is a branch"],
])("%s is named", (_, hint, value, text) => {
  expect(hint(value)).toBe(text);
});

test.each<[TextHint, string]>([
  [ACCESS, "write"],
  [ACCESS, ""],
  [regionHint, "seoul"],
  [ruleHint, "R99"],
  [ruleHint, "wildcard"],
  [repositoryHint, "a/b/c"],
  [repositoryHint, "we b"],
  [repositoryHint, "https://github.com/acme"],
  [refHint("heads"), "a..b"],
])("%p has none for %j", (hint, value) => {
  expect(hint(value)).toBeUndefined();
});

const EXPECTED =
  "expected the name of an ECR repository (2 to 256 characters: lower-case letters and digits, with . _ - / between them, or * in a pattern)";
const OWN = "123456789012";
const OTHER = "210987654321";
const PLACE = "accounts[0].roles[0].ecr.repositories";
const PUBLIC =
  "This is an ECR Public address. Roles are for private repositories, and pulling from ECR Public needs no role: remove it";

const ANOTHER_ACCOUNT = (form: string, name: string): string =>
  `This is the ${form} of another account, ${OTHER}. Write an element of ecr with account: "${OTHER}" and the name only: ${name}`;
const ANOTHER_PARTITION = (form: string, name: string): string =>
  `This is the ${form} of another account, ${OTHER}. A role is for repositories of its own partition: move ${name} to a role of account ${OTHER}`;

test.each<[string, string, string]>([
  [
    "the registry address of the same account and region",
    `${OWN}.dkr.ecr.ap-northeast-2.amazonaws.com/web`,
    "This is the registry address of the repository. Write the name only: web",
  ],
  [
    "such an address with a scheme, folders and a tag",
    `https://${OWN}.dkr.ecr.ap-northeast-2.amazonaws.com/team/web:v1`,
    "This is the registry address of the repository. Write the name only: team/web",
  ],
  [
    "a registry without a repository",
    `${OWN}.dkr.ecr.ap-northeast-2.amazonaws.com`,
    "This is the registry address of the repository. Write the name of a repository",
  ],
  [
    "an address with a pattern",
    `${OWN}.dkr.ecr.ap-northeast-2.amazonaws.com/team-*`,
    "This is the registry address of the repository. Write the name only: team-*",
  ],
  [
    "the FIPS address",
    `${OWN}.dkr.ecr-fips.ap-northeast-2.amazonaws.com/web`,
    "This is the registry address of the repository. Write the name only: web",
  ],
  [
    "the dual-stack address",
    `${OWN}.dkr-ecr.ap-northeast-2.on.aws/web`,
    "This is the dual-stack registry address of the repository. Write the name only: web",
  ],
  [
    "the dual-stack address in China",
    `${OTHER}.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn/web`,
    ANOTHER_PARTITION("dual-stack registry address", "web"),
  ],
  [
    "the registry address of another region",
    `${OWN}.dkr.ecr.us-east-1.amazonaws.com/web`,
    "This is the registry address in another region. Write the name only: web, and add us-east-1 to ecr.region",
  ],
  [
    "the registry address of another account",
    `${OTHER}.dkr.ecr.ap-northeast-2.amazonaws.com/web`,
    ANOTHER_ACCOUNT("registry address", "web"),
  ],
  [
    "an ARN",
    `arn:aws:ecr:ap-northeast-2:${OWN}:repository/team/web`,
    "This is the ARN of the repository. Write the name only: team/web",
  ],
  [
    "an ARN of another account",
    `arn:aws-cn:ecr:cn-north-1:${OTHER}:repository/web`,
    ANOTHER_PARTITION("ARN", "web"),
  ],
  ["an address of ECR Public", "public.ecr.aws/docker/library/node", PUBLIC],
  ["a dual-stack address of ECR Public", "ecr-public.aws.com/acme/web", PUBLIC],
  ["an ARN of ECR Public", `arn:aws:ecr-public::${OWN}:repository/web`, PUBLIC],
  ["names with commas", "shop, base", "Write a list: [shop, base]"],
  [
    "an image with a tag",
    "web:latest",
    "This is an image with its tag. Permissions are for the whole repository: write web",
  ],
  [
    "an image with a tag and a digest",
    "team/web:v1@sha256:0123abcd",
    "This is an image with its digest. Permissions are for the whole repository: write team/web",
  ],
])("rejects %s, and says what to write", (_, text, hint) => {
  expect(ECR_REPOSITORY.pattern.test(text)).toBe(false);
  expect(problemLines(fileWith({ 10: `          repositories: [${JSON.stringify(text)}]` }))).toStrictEqual(
    inFile([`10:26 ${PLACE}[0]: ${EXPECTED}, got ${JSON.stringify(text)}. ${hint}`]),
  );
});

const address = (region: string): string => `${OWN}.dkr.ecr.${region}.amazonaws.com/web`;

test.each<[string, Lines, readonly string[]]>([
  [
    "by the regions of ecr, if there are any",
    { 10: `          repositories: ${address("us-east-1")}`, 11: "          region: [eu-west-1, us-east-1]" },
    [
      `10:25 ${PLACE}: ${EXPECTED}, got "${address("us-east-1")}". This is the registry address of the repository. Write the name only: web`,
    ],
  ],
  [
    "but not by an account id that is wrong itself",
    { 4: `  - id: ${OWN}`, 10: `          repositories: ${address("ap-northeast-2")}` },
    [
      `4:9 accounts[0].id: expected an AWS account id (12 digits in quotes), got ${OWN}. Put it in quotes`,
      `10:25 ${PLACE}: ${EXPECTED}, got "${address("ap-northeast-2")}". This is the registry address of the repository. Write the name only: web`,
    ],
  ],
])("compares an address %s", (_, lines, problems) => {
  expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
});

test.each(["ghcr.io/acme/web", "docker.io/library/node", "quay.io/*", "public/ecr", "dkr.ecr/web"])(
  "%s is a name as any other, such as that of a pull through cache",
  (text) => {
    expect(problemLines(fileWith({ 10: `          repositories: ["${text}"]` }))).toStrictEqual([]);
  },
);

test.each([
  ["eu-cental-1", "eu-central-1"],
  ["us-east-3", "us-east-2"],
  ["eu-west-11", "eu-west-1"],
  ["us-east", "us-east-1"],
  ["us-east-3x", "us-east-2"],
  ["ap-northeast-2a", "ap-northeast-2"],
  ["AP-NORTHEAST-2", "ap-northeast-2"],
  ["ap-southeast-8", "ap-southeast-7"],
  ["us-gov-west-2", "us-gov-west-1"],
])("%s is near %s", (text, region) => {
  expect(nearestRegion(text)).toBe(region);
});

test.each(["seoul", "", "mars-north-1", "*"])("%j is near no region", (text) => {
  expect(nearestRegion(text)).toBeUndefined();
});

test.each(["ap-east-2", "ap-southeast-6", "mx-central-1", "eusc-de-east-1", "us-isof-south-1"])(
  "%s is known",
  (region) => {
    expect(isKnownRegion(region)).toBe(true);
  },
);

test("every known region has a partition, and stands in the list once", () => {
  expect(KNOWN_REGIONS.filter((region) => partitionOf(region) === undefined)).toStrictEqual([]);
  expect(new Set(KNOWN_REGIONS).size).toBe(KNOWN_REGIONS.length);
});
