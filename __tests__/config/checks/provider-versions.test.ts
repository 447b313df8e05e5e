import { parseConfig } from "../../../lib/config/load";
import { compareVersions, isEmptyRange, versionRange } from "../../../lib/config/provider-versions";
import { fileWith, NAME, problemLines } from "../access-file";

function fileOf(providers: string, more = ""): string {
  return `providers: ${providers}\n${fileWith()}${more}`;
}

test("the stacks allow the tested ranges by default, and the versions of the file in their place", () => {
  const tested = { aws: ">= 5.100.0, < 7.0.0", github: ">= 6.12.0, < 7.0.0", terraform: ">= 1.11" };
  expect(parseConfig(fileWith(), NAME).providers).toStrictEqual(tested);
  expect(parseConfig(fileOf('{ github: "6.13.0", terraform: "~> 1.14" }'), NAME).providers).toStrictEqual({
    ...tested,
    github: "6.13.0",
    terraform: "~> 1.14",
  });
});

test.each([
  ["github", "6.12.0"],
  ["github", "= 6.12.0"],
  ["github", "~> 6.12"],
  ["github", "~>6.12.0, != 6.12.1"],
  ["github", ">= 6.12, < 8"],
  ["github", "> 6.12.0-rc1, >= 6.12.0"],
  ["aws", "5.100.0"],
  ["aws", ">=6"],
  ["terraform", "1.11"],
  ["terraform", "> 1.11.0, <= 1.11.4"],
])("allows %s %s", (name, constraint) => {
  const { providers } = parseConfig(fileOf(`{ ${name}: "${constraint}" }`), NAME);
  expect(providers).toMatchObject({ [name]: constraint });
});

const FORM = 'expected a version or a range (in quotes, such as "6.13.0", "~> 6.13" or ">= 6.12.0, < 7.0.0")';

test.each([
  [
    "github",
    '"6.11.1"',
    '6.12.0 or newer (the oldest that is tested), got "6.11.1". Write "6.12.0" or ">= 6.12.0"',
  ],
  [
    "github",
    '"~> 6.9"',
    '6.12.0 or newer (the oldest that is tested), got "~> 6.9". Write "6.12.0" or ">= 6.12.0"',
  ],
  [
    "github",
    '"6.12.0-rc1"',
    '6.12.0 or newer (the oldest that is tested), got "6.12.0-rc1". Write "6.12.0" or ">= 6.12.0"',
  ],
  [
    "github",
    '"< 7.0.0"',
    '6.12.0 or newer (the oldest that is tested), got "< 7.0.0". Write ">= 6.12.0, < 7.0.0"',
  ],
  [
    "github",
    '"!= 6.13.0"',
    '6.12.0 or newer (the oldest that is tested), got "!= 6.13.0". Write ">= 6.12.0, != 6.13.0"',
  ],
  [
    "aws",
    '"5.99.9"',
    '5.100.0 or newer (the oldest that is tested), got "5.99.9". Write "5.100.0" or ">= 5.100.0"',
  ],
  [
    "aws",
    '">= 5, < 6"',
    '5.100.0 or newer (the oldest that is tested), got ">= 5, < 6". Write ">= 5.100.0, < 6"',
  ],
  [
    "aws",
    '"< 5"',
    '5.100.0 or newer (the oldest that is tested), got "< 5". Write "5.100.0" or ">= 5.100.0"',
  ],
  [
    "aws",
    '"~> 5.9, < 7"',
    '5.100.0 or newer (the oldest that is tested), got "~> 5.9, < 7". Write "5.100.0" or ">= 5.100.0"',
  ],
  [
    "terraform",
    '"~> 1.10.5"',
    '1.11.0 or newer (the oldest that is tested), got "~> 1.10.5". Write "1.11.0" or ">= 1.11.0"',
  ],
  ["terraform", '">= 1.12, < 1.12"', 'a range that a version can be in, got ">= 1.12, < 1.12"'],
  ["aws", '"~> 6.1, < 6.0"', 'a range that a version can be in, got "~> 6.1, < 6.0"'],
])("rejects %s %s", (name, constraint, expectation) => {
  expect(problemLines(fileOf(`{ ${name}: ${constraint} }`))).toStrictEqual([
    `${NAME}:1:${name.length + 16} providers.${name}: expected ${expectation}`,
  ]);
});

test.each([
  ["1.11", "1.11. Put it in quotes"],
  ['"latest"', '"latest"'],
  ['"v6.13.0"', '"v6.13.0"'],
  ['"=> 6.13.0"', '"=> 6.13.0"'],
  ['"6.13.x"', '"6.13.x"'],
  ['">= 6.12.0 < 7.0.0"', '">= 6.12.0 < 7.0.0"'],
  ['""', '""'],
  ['"6.13.0\\n"', '"6.13.0\\n"'],
  ['">= 6.12.0,\\n< 7"', '">= 6.12.0,\\n< 7"'],
  ["[]", "[]"],
])("rejects the form of %s", (constraint, got) => {
  expect(problemLines(fileOf(`{ github: ${constraint} }`))).toStrictEqual([
    `${NAME}:1:22 providers.github: ${FORM}, got ${got}`,
  ]);
});

test.each([
  ["aws", '"6.66.0", "~> 6.66" or ">= 5.100.0, < 7.0.0"'],
  ["terraform", '"1.14.0", "~> 1.14" or ">= 1.11"'],
])("the message names versions of %s", (name, examples) => {
  expect(problemLines(fileOf(`{ ${name}: latest }`))).toStrictEqual([
    `${NAME}:1:${name.length + 16} providers.${name}: expected a version or a range (in quotes, such as ${examples}), got "latest"`,
  ]);
});

test.each([
  ["createOnPush: [{ prefix: team }]", "6.28.0", "accounts[0].ecr.createOnPush"],
  [
    "repositories: [{ name: web, immutableTags: { except: [latest] } }]",
    "6.8.0",
    "accounts[0].ecr.repositories[0].immutableTags",
  ],
])("rejects a version of the AWS provider that cannot create %s", (ecr, version, place) => {
  const file = (aws: string) => `providers: { aws: "${aws}" }
github: { owner: acme }
accounts:
  - id: "123456789012"
    region: ap-northeast-2
    ecr: { ${ecr} }
    roles: [{ trust: [{ repository: web, branch: main }], ecr: { repositories: [${ecr.includes("web") ? "web" : "team/web"}] } }]
`;
  expect(problemLines(file("~> 6.7.0"))).toStrictEqual([
    `${NAME}:1:19 providers.aws: expected ${version} or newer (${place} needs it), got "~> 6.7.0". Write "${version}" or ">= ${version}"`,
  ]);
  expect(parseConfig(file(version), NAME).providers.aws).toBe(version);
});

test.each([
  ["1.2.3", "1.2.3", 0],
  ["1.2", "1.2.0", 0],
  ["1.10.0", "1.9.9", 1],
  ["1.2.3-beta", "1.2.3", -1],
  ["2", "1.99.99", 1],
])("%s compared with %s is %d", (a, b, order) => {
  expect(Math.sign(compareVersions(a, b))).toBe(order);
  expect(Math.sign(compareVersions(b, a))).toBe(0 - order);
});

test.each([
  ["~> 1.2", "1.2", "2"],
  ["~> 1.2.3", "1.2.3", "1.3"],
  ["~> 1", "1", "2"],
])("%s is from %s to below %s", (constraint, lowest, highest) => {
  expect(versionRange(constraint)).toStrictEqual({
    lowest: { version: lowest, isIncluded: true },
    highest: { version: highest, isIncluded: false },
  });
});

test.each([
  [">= 1.2, <= 1.2", false],
  ["> 1.2, <= 1.2", true],
  [">= 1.2, < 1.2", true],
  [">= 1.3, > 1.1, < 1.3.1", false],
  ["!= 1.2", false],
])("whether %s has no version is %s", (constraint, isEmpty) => {
  expect(isEmptyRange(versionRange(constraint))).toBe(isEmpty);
});
