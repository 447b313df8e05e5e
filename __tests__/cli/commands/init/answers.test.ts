import { PassThrough } from "node:stream";
import {
  type Answers,
  answered,
  asking,
  type Flags,
  isAnswered,
  missingFlags,
  wrongFlags,
} from "../../../../lib/cli/commands/init/answers";
import { ConfigError } from "../../../../lib/config/problem";

const FLAGS: Flags = {
  owner: "acme",
  repository: "web",
  account: "123456789012",
  region: "ap-northeast-2",
  branch: "main",
  publish: "variables",
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
    publish: "variables",
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
    publish: "variables",
  });
});

const NEEDS_OWNER =
  "missing. Expected a GitHub user or organization (1 to 39 letters, digits and -, without wildcards)";

test.each<[Flags, readonly string[]]>([
  [
    { branch: "main", publish: "variables" },
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

const CTRL_C = "\u0003";
const CTRL_D = "\u0004";

function stream(isTTY: boolean) {
  return Object.assign(new PassThrough(), { isTTY });
}

/** The beginning of every question, and the problems of answers. */
const SHOWN =
  /GitHub user|GitHub repository|AWS account,|AWS region|ECR repository \(ECR does not allow the name \S+|missing\. Expected [^(]+(?= \()|expected [^(\n]+ \(.+?\), got \S+|expected a repository of \S+/g;

/** The result of typing at a terminal, and what the terminal shows. */
async function session(typed: string, { flags = {}, ends = false } = {}) {
  const input = stream(true);
  const output = stream(true);
  const given: Flags = { branch: "main", publish: "variables", ...flags };
  const result = asking({ input, output }, (ask) => answered(given, ask)).catch((error: unknown) => error);
  input.write(typed);
  if (ends) input.end();
  const answers = await result;
  return { answers, shown: String(output.read()).match(SHOWN) };
}

const ANSWERS: Answers = {
  owner: "acme",
  repository: "web",
  branch: "main",
  account: "123456789012",
  region: "us-east-1",
  ecrRepository: "web",
  publish: "variables",
};

test("asks for owner, repository, account and region, in this order", async () => {
  expect(await session("acme\rweb\r123456789012\rus-east-1\r")).toStrictEqual({
    answers: ANSWERS,
    shown: ["GitHub user", "GitHub repository", "AWS account,", "AWS region"],
  });
});

test("ignores space around an answer", async () => {
  const { answers } = await session(" acme\r web \r123456789012 \rus-east-1  \r");
  expect(answers).toStrictEqual(ANSWERS);
});

test("repeats a question until the answer is valid", async () => {
  expect(
    await session("a/b\r\racme\rother/web\racme/web\r123\r123456789012\rmars-north-1\rus-east-1\r"),
  ).toStrictEqual({
    answers: ANSWERS,
    shown: [
      "GitHub user",
      'expected a GitHub user or organization (1 to 39 letters, digits and -, without wildcards), got "a/b"',
      "GitHub user",
      "missing. Expected a GitHub user or organization",
      "GitHub user",
      "GitHub repository",
      "expected a repository of acme,",
      "GitHub repository",
      "AWS account,",
      'expected an AWS account id (12 digits), got "123"',
      "AWS account,",
      "AWS region",
      'expected an AWS region (such as ap-northeast-2), got "mars-north-1"',
      "AWS region",
    ],
  });
});

test("does not ask for what an option gives", async () => {
  const flags = { repository: "acme/web", region: "us-east-1" };
  expect(await session("123456789012\r", { flags })).toStrictEqual({
    answers: ANSWERS,
    shown: ["AWS account,"],
  });
});

test("asks for the ECR repository if ECR does not allow the name of the repository", async () => {
  const flags = { repository: "acme/.github", account: "123456789012", region: "us-east-1" };
  expect(await session("X\rci\r", { flags })).toStrictEqual({
    answers: { ...ANSWERS, repository: ".github", ecrRepository: "ci" },
    shown: [
      "ECR repository (ECR does not allow the name .github):",
      expect.stringMatching(/^expected the name of an ECR repository \(.*, got "X"$/),
      "ECR repository (ECR does not allow the name .github):",
    ],
  });
});

test("does not read the input if nothing is missing", async () => {
  const { ecrRepository: _, ...flags } = ANSWERS;
  const input = stream(true);
  input.write("for another program\n");
  expect(await asking({ input, output: stream(true) }, (ask) => answered(flags, ask))).toStrictEqual(ANSWERS);
  expect(String(input.read())).toBe("for another program\n");
});

test.each([
  ["Ctrl-C at once", CTRL_C, false],
  ["Ctrl-C within an answer", `acme\rwe${CTRL_C}`, false],
  ["Ctrl-D", `acme\r${CTRL_D}`, false],
  ["the end of the input", "acme\rweb\r", true],
])("rejects %s", async (_, typed, ends) => {
  const { answers } = await session(typed, { ends });
  expect(answers).toStrictEqual(new ConfigError(["stopped before the last answer. Nothing is written"]));
});

test.each([
  [true, true, true],
  [true, false, false],
  [false, true, false],
])("with a terminal as input %j and as output %j, questions are asked: %j", (input, output, expected) => {
  expect(isAnswered({ input: stream(input), output: stream(output) })).toBe(expected);
});
