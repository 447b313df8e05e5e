import { parseConfig } from "../../lib/config/load";
import { reachText } from "../../lib/report/words";
import { accessOfFile } from "../cli/commands/show/shown";
import { synthesizedStacks } from "../stacks/synthesized";
import { fileWith, inFile, type Lines, NAME, problemLines } from "./access-file";

const PUBLIC_LOGIN = {
  Sid: "ECRPublicAuth",
  Effect: "Allow",
  Action: ["ecr-public:GetAuthorizationToken", "sts:GetServiceBearerToken"],
  Resource: "*",
};
const PUSH = [
  "ecr-public:BatchCheckLayerAvailability",
  "ecr-public:CompleteLayerUpload",
  "ecr-public:InitiateLayerUpload",
  "ecr-public:PutImage",
  "ecr-public:UploadLayerPart",
];
const READ = ["ecr-public:DescribeImageTags", "ecr-public:DescribeImages", "ecr-public:DescribeRepositories"];
const arn = (name: string): string => `arn:aws:ecr-public::123456789012:repository/${name}`;
const ecrPublic = (keys: string): Lines => ({ 11: `        ecrPublic: { ${keys} }` });

const roleOf = (lines: Lines) => parseConfig(fileWith(lines), NAME).accounts[0].roles[0];

test.each<[string, string, readonly object[]]>([
  [
    "one repository by default",
    "repositories: web",
    [{ Sid: "ECRPublic", Effect: "Allow", Action: PUSH, Resource: arn("web") }],
  ],
  [
    "several, with lists",
    "repositories: [web, team/api], access: [push, read], alias: acme",
    [
      {
        Sid: "ECRPublic",
        Effect: "Allow",
        Action: [...PUSH, ...READ].sort(),
        Resource: [arn("web"), arn("team/api")],
      },
    ],
  ],
  [
    "reading alone",
    "repositories: web, access: read",
    [{ Sid: "ECRPublic", Effect: "Allow", Action: READ, Resource: arn("web") }],
  ],
  ["the login alone, because everyone can pull", "repositories: web, access: pull", []],
])("the policy of a role in ECR Public has %s", (_, keys, statements) => {
  const [{ document }, ...others] = roleOf(ecrPublic(keys)).policies;

  expect(others).toStrictEqual([]);
  expect(document.Statement.map(({ Sid }) => Sid)).toStrictEqual([
    "ECRAuth",
    "ECRPublicAuth",
    "ECRPushPull",
    ...statements.map(() => "ECRPublic"),
  ]);
  expect(document.Statement.slice(3)).toStrictEqual(statements);
  expect(document.Statement[1]).toStrictEqual(PUBLIC_LOGIN);
});

test("no rule reports more than for a private repository", () => {
  const ids = (lines: Lines) => roleOf(lines).risks.map(({ rule }) => rule.id);

  expect(ids(ecrPublic("repositories: web, access: [push, pull, read]"))).toStrictEqual(ids({}));
});

test("show names the registry", () => {
  const [role] = accessOfFile(fileWith(ecrPublic("repositories: web, alias: acme"))).roles;

  expect(role && reachText(role)).toBe("push to web in ap-northeast-2 and push to web in ECR Public");
  expect(role?.furtherEcr).toStrictEqual([
    {
      may: "push",
      repositories: ["web"],
      registries: [{ region: "us-east-1", host: "public.ecr.aws/acme" }],
    },
  ]);
});

test.each<[string, Lines, readonly string[]]>([
  [
    "another partition",
    { 5: "    region: cn-north-1", ...ecrPublic("repositories: web") },
    [
      "11:9 accounts[0].roles[0].ecrPublic: expected an account of the partition aws, which alone has ECR Public, got one of aws-cn",
    ],
  ],
  [
    "an address",
    ecrPublic("repositories: public.ecr.aws/acme/web"),
    [
      '11:36 accounts[0].roles[0].ecrPublic.repositories: expected the name of an ECR repository (2 to 256 characters: lower-case letters and digits, with . _ - / between them, without wildcards), got "public.ecr.aws/acme/web"',
    ],
  ],
  [
    "another access",
    ecrPublic("repositories: web, access: push-pull"),
    ['11:49 accounts[0].roles[0].ecrPublic.access: expected one of push, pull, read, got "push-pull"'],
  ],
])("rejects %s", (_, lines, problems) => {
  expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
});

const registry = (...repositories: readonly string[]): Lines => ({
  5: `    region: ap-northeast-2\n    tags: { team: base }\n    ecrPublic: { repositories: [${repositories.join(", ")}] }`,
});

test("the stack creates repositories in us-east-1, which Terraform refuses to destroy", () => {
  const file = fileWith(
    registry(
      "web",
      '{ name: team/api, description: "100 %{ of it", about: "# API", usage: "docker run", architectures: [x86-64, ARM 64], operatingSystems: Linux, forceDelete: true, tags: { a: b } }',
      "{ name: old, origin: import }",
    ),
  );
  const stack = synthesizedStacks(file)["aws-123456789012"];
  const resources = stack?.resource?.aws_ecrpublic_repository ?? {};
  const all: readonly unknown[] = Object.values(resources);

  expect(resources.web).toStrictEqual({
    repository_name: "web",
    lifecycle: { prevent_destroy: true },
    provider: "aws.us-east-1",
    tags: { team: "base" },
  });
  expect(all).toContainEqual({
    repository_name: "team/api",
    catalog_data: {
      description: "100 %%{ of it",
      about_text: "# API",
      usage_text: "docker run",
      architectures: ["x86-64", "ARM 64"],
      operating_systems: ["Linux"],
    },
    force_destroy: true,
    provider: "aws.us-east-1",
    tags: { team: "base", a: "b" },
  });
  expect(stack?.import).toStrictEqual([
    { id: "old", provider: "aws.us-east-1", to: "aws_ecrpublic_repository.old" },
  ]);
});

test.each<[string, Lines, readonly string[]]>([
  [
    "a repository twice",
    registry("web", "{ name: web }"),
    [
      '7:46 accounts[0].ecrPublic.repositories[1].name: duplicate repository of ECR Public "web". The other: access.yaml:7:33 accounts[0].ecrPublic.repositories[0]',
    ],
  ],
  [
    "a repository of a role that the account does not have",
    { ...registry("webs"), ...ecrPublic("repositories: [web, other/x]") },
    [
      '13:37 accounts[0].roles[0].ecrPublic.repositories[0]: expected a repository of accounts[0].ecrPublic.repositories, got "web", did you mean webs? Or add it there',
      '13:42 accounts[0].roles[0].ecrPublic.repositories[1]: expected a repository of accounts[0].ecrPublic.repositories, got "other/x". Add it there',
    ],
  ],
  [
    "an architecture that the gallery does not have",
    registry("{ name: web, architectures: amd64 }"),
    [
      '7:61 accounts[0].ecrPublic.repositories[0].architectures: expected one of ARM, ARM 64 (arm64), x86 (386), x86-64 (amd64), got "amd64"',
    ],
  ],
])("rejects %s", (_, lines, problems) => {
  expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
});
