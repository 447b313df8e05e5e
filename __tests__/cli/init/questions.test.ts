import { PassThrough } from "node:stream";
import { type Answers, answered, type Flags } from "../../../lib/cli/init/answers";
import { asking, isAnswered } from "../../../lib/cli/init/questions";
import { ConfigError } from "../../../lib/config/problem";

const CTRL_C = "\u0003";
const CTRL_D = "\u0004";

function stream(isTTY: boolean) {
  return Object.assign(new PassThrough(), { isTTY });
}

/** The beginning of every question, and what is said to wrong answers. */
const SHOWN =
  /GitHub user|GitHub repository|AWS account,|AWS region|ECR repository \(\S+|missing\. Expected [^(]+(?= \()|expected [^(\n]+ \(.+?\), got \S+|expected a repository of \S+/g;

/** What comes of somebody's typing at a terminal, and what is shown there on the way. */
async function session(typed: string, { flags = {}, ends = false } = {}) {
  const input = stream(true);
  const output = stream(true);
  const given: Flags = { branch: "main", ...flags };
  const result = asking({ input, output }, (ask) => answered(given, ask)).catch((error: unknown) => error);
  input.write(typed);
  if (ends) input.end();
  const said = await result;
  return { said, shown: String(output.read()).match(SHOWN) };
}

const ANSWERS: Answers = {
  owner: "acme",
  repository: "web",
  branch: "main",
  account: "123456789012",
  region: "us-east-1",
  ecrRepository: "web",
};

test("owner, repository, account and region are asked for, in this order", async () => {
  expect(await session("acme\rweb\r123456789012\rus-east-1\r")).toStrictEqual({
    said: ANSWERS,
    shown: ["GitHub user", "GitHub repository", "AWS account,", "AWS region"],
  });
});

test("space around an answer says nothing", async () => {
  const { said } = await session(" acme\r web \r123456789012 \rus-east-1  \r");
  expect(said).toStrictEqual(ANSWERS);
});

test("an answer is asked for until it is right", async () => {
  expect(
    await session("a/b\r\racme\rother/web\racme/web\r123\r123456789012\rmars-north-1\rus-east-1\r"),
  ).toStrictEqual({
    said: ANSWERS,
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
      'expected an AWS region (the code of a region, such as ap-northeast-2), got "mars-north-1"',
      "AWS region",
    ],
  });
});

test("what the command line says is not asked for", async () => {
  const flags = { repository: "acme/web", region: "us-east-1" };
  expect(await session("123456789012\r", { flags })).toStrictEqual({
    said: ANSWERS,
    shown: ["AWS account,"],
  });
});

test("the ECR repository is asked for where it cannot have the repository's name", async () => {
  const flags = { repository: "acme/.github", account: "123456789012", region: "us-east-1" };
  expect(await session("X\rci\r", { flags })).toStrictEqual({
    said: { ...ANSWERS, repository: ".github", ecrRepository: "ci" },
    shown: [
      "ECR repository (.github",
      expect.stringMatching(/^expected the name of an ECR repository \(.*, got "X"$/),
      "ECR repository (.github",
    ],
  });
});

test("nothing is asked where nothing is missing, and the input is left alone", async () => {
  const { ecrRepository: _, ...flags } = ANSWERS;
  const input = stream(true);
  input.write("for somebody else\n");
  expect(await asking({ input, output: stream(true) }, (ask) => answered(flags, ask))).toStrictEqual(ANSWERS);
  expect(String(input.read())).toBe("for somebody else\n");
});

test.each([
  ["Ctrl-C at once", CTRL_C, false],
  ["Ctrl-C within an answer", `acme\rwe${CTRL_C}`, false],
  ["Ctrl-D", `acme\r${CTRL_D}`, false],
  ["the end of the input", "acme\rweb\r", true],
])("rejects %s, without an answer", async (_, typed, ends) => {
  const { said } = await session(typed, { ends });
  expect(said).toStrictEqual(new ConfigError(["stopped before the last answer; nothing is written"]));
});

test.each([
  [true, true, true],
  [true, false, false],
  [false, true, false],
])("input at a terminal: %j, questions at one: %j; somebody answers: %j", (input, output, expected) => {
  expect(isAnswered({ input: stream(input), output: stream(output) })).toBe(expected);
});
