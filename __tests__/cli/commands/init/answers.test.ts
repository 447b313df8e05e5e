import { answered, type Flags, missingFlags, wrongFlags } from "../../../../lib/cli/commands/init/answers";

const FLAGS: Flags = {
  owner: "acme",
  repository: "web",
  account: "123456789012",
  region: "ap-northeast-2",
  branch: "main",
};

async function neverAsked(): Promise<string> {
  throw new Error("nothing is missing");
}

test.each<[Partial<Flags>, object]>([
  [{}, { owner: "acme", repository: "web", ecrRepository: "web" }],
  [{ repository: "acme/web" }, { owner: "acme", repository: "web", ecrRepository: "web" }],
  [{ repository: "Web.App" }, { owner: "acme", repository: "Web.App", ecrRepository: "web.app" }],
  [{ ecrRepository: "team/web" }, { owner: "acme", repository: "web", ecrRepository: "team/web" }],
  [
    { repository: ".github", ecrRepository: "ci" },
    { owner: "acme", repository: ".github", ecrRepository: "ci" },
  ],
])("%j is complete", async (flags, expected) => {
  const all = { ...FLAGS, ...flags };
  expect([...wrongFlags(all), ...missingFlags(all)]).toStrictEqual([]);
  expect(await answered(all, neverAsked)).toStrictEqual({
    branch: "main",
    account: "123456789012",
    region: "ap-northeast-2",
    ...expected,
  });
});

test("OWNER/NAME gives the owner", async () => {
  const { owner: _, ...others } = FLAGS;
  const flags = { ...others, repository: "partner/web" };
  expect([...wrongFlags(flags), ...missingFlags(flags)]).toStrictEqual([]);
  expect(await answered(flags, neverAsked)).toStrictEqual({
    ...others,
    owner: "partner",
    ecrRepository: "web",
  });
});

const NEEDS_OWNER =
  "missing. Expected a GitHub user or organization (1 to 39 letters, digits and -, without wildcards)";

test.each<[Flags, readonly string[]]>([
  [
    { branch: "main" },
    [
      `--owner: ${NEEDS_OWNER}`,
      "--repository: missing. Expected the name of a GitHub repository (NAME or OWNER/NAME, without wildcards and without .git at the end)",
      "--account: missing. Expected an AWS account id (12 digits)",
      "--region: missing. Expected an AWS region (such as ap-northeast-2)",
    ],
  ],
  [{ ...FLAGS, repository: "a" }, ["--ecr-repository: missing. Expected the name of an ECR repository ("]],
  [
    { ...FLAGS, repository: ".github" },
    ["--ecr-repository: missing. Expected the name of an ECR repository ("],
  ],
  [
    { ...FLAGS, repository: "acme/web-" },
    ["--ecr-repository: missing. Expected the name of an ECR repository ("],
  ],
])("rejects %j, which is incomplete", (flags, expected) => {
  const lines = missingFlags(flags);
  expect(lines.map((line, index) => line.slice(0, expected[index]?.length))).toStrictEqual(expected);
});

test.each<[Partial<Flags>, string]>([
  [{ owner: "a".repeat(40) }, "--owner: expected a GitHub user or organization (1 to 39 "],
  [{ owner: "acme/web" }, "--owner: expected a GitHub user or organization ("],
  [{ owner: "" }, `--owner: ${NEEDS_OWNER}`],
  [{ repository: "web*" }, "--repository: expected the name of a GitHub repository (NAME or OWNER/NAME"],
  [{ repository: "web.git" }, "--repository: expected the name of a GitHub repository ("],
  [{ repository: "https://github.com/acme/web" }, "--repository: expected the name of a GitHub repository ("],
  [{ repository: "we\nb: 'x" }, "--repository: expected the name of a GitHub repository ("],
  [{ repository: "~" }, "--repository: expected the name of a GitHub repository ("],
  [{ repository: "Acme/web" }, '--repository: expected a repository of acme, got "Acme/web"'],
  [{ account: "12345678901" }, '--account: expected an AWS account id (12 digits), got "12345678901"'],
  [{ account: "1234567890123" }, "--account: expected an AWS account id ("],
  [{ account: "1234-5678-9012" }, "--account: expected an AWS account id ("],
  [{ account: "１２３４５６７８９０１２" }, "--account: expected an AWS account id ("],
  [
    { region: "mars-north-1" },
    '--region: expected an AWS region (such as ap-northeast-2), got "mars-north-1"',
  ],
  [
    { region: "ap-northeast-2a" },
    '--region: expected an AWS region (such as ap-northeast-2), got "ap-northeast-2a", did you mean ap-northeast-2?',
  ],
  [{ branch: "refs/heads/main" }, "--branch: expected the name or pattern of a branch or tag ("],
  [{ branch: 'a"\nb' }, "--branch: expected the name or pattern of a branch or tag ("],
  [{ ecrRepository: "Web" }, "--ecr-repository: expected the name of an ECR repository ("],
])("rejects %j", (flags, expected) => {
  const lines = wrongFlags({ ...FLAGS, ...flags });
  expect(lines.map((line) => line.slice(0, expected.length))).toStrictEqual([expected]);
});
