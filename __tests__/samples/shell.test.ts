import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accessText } from "../../lib/cli/show/text";
import { loadedConfig } from "../../lib/config/load";
import { accessOf } from "../../lib/report/access";
import { githubApiServer } from "../cli/resolve/github-api";
import { githubWith } from "../cli/resolve/hosted-github";
import { runResolve } from "../cli/resolve/run-resolve";
import { type CliRun, runCli } from "../cli/run-cli";
import { pageSamples, ROOT } from "./pages";

jest.setTimeout(60_000);

const INIT = /^npx cdktf-github-actions-ecr init$/;

/** Commands that are not run: they are of other programs, or ask somebody else. */
const NOT_RUN = [
  /^(?:aws|cp|curl|docker|export|gh|git|terraform) /,
  /^cd /,
  /^npx cdktf /,
  /^npm ci(?: && npm test)?$/,
  /^npm (?:ci|pack)$/,
  /^npm (?:init|install)(?: |$)/,
  // Packs the clone first.
  /^npx --package=\.\/cdktf-github-actions-ecr-0\.1\.0\.tgz /,
  // Asks at a terminal; what it prints is compared below.
  INIT,
  // Asks GitHub; what it prints is compared below.
  /-- resolve(?: --check)?$/,
];

/** A command of this project at the end of a line: the arguments of the command line. */
const OWN =
  /(?:npm run (?:-s )?cli --|npm run (?:-s )?(synth)(?: --)?|npx (?:cdktf-)?github-actions-ecr)(?: (.*))?$/;

/** How a command ends that does not end with 0. */
const EXIT_CODES: Readonly<Record<string, number>> = {
  "explain --repository web --environment production": 1,
  "explain --sub repo:acme/web:pull_request --aud sts.amazonaws.com": 1,
  "workflow --event pull_request": 1,
  // R23 is medium.
  "check - --fail-on medium": 1,
};

const [account] = loadedConfig(join(ROOT, "access.yaml")).accounts;
const [{ name, trustPolicy }] = account.roles;
const arn = `arn:aws:iam::${account.accountId}:role/${name}`;
const role = { Path: "/", RoleName: name, Arn: arn, AssumeRolePolicyDocument: trustPolicy };
const token = { aud: account.audience, sub: "repo:acme/web:ref:refs/heads/main" };

/** What the commands find beside the sample access.yaml and the examples. */
const FILES: Readonly<Record<string, unknown>> = {
  "trust-policy.json": trustPolicy,
  "role.json": { Role: role },
  "claims.json": token,
  "token.jwt": token,
};
/** What stands in for the program in front of a pipe. */
const INPUT = JSON.stringify({ Role: role });

const folder = mkdtempSync(join(tmpdir(), "shell-samples-"));
const clone = join(folder, "clone");

beforeAll(() => {
  mkdirSync(clone);
  for (const path of ["access.yaml", "examples"]) {
    cpSync(join(ROOT, path), join(clone, path), { recursive: true });
  }
  for (const [path, content] of Object.entries(FILES)) {
    writeFileSync(join(clone, path), JSON.stringify(content));
  }
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Command {
  readonly place: string;
  readonly line: string;
  /** What follows in a block that shows both. */
  readonly printed: string | undefined;
}

const commands = pageSamples().flatMap(({ place, language, code }): readonly Command[] => {
  if (language === "sh") {
    const lines = code.replace(/\\\n\s*/g, "").split("\n");
    const typed = lines.map((line) => line.replace(/ +# .*$/, "").trim()).filter((line) => line !== "");
    return typed.map((line) => ({ place, line, printed: undefined }));
  }
  if (language !== "console") return [];
  return code
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [line = "", ...printed] = part.split("\n");
      return { place, line, printed: printed.join("\n") };
    });
});

/** The arguments of this project's own commands, each once. */
const own = new Map(
  commands.flatMap((command) => {
    const [found, synth, given = ""] = OWN.exec(command.line) ?? [];
    if (found === undefined || NOT_RUN.some((pattern) => pattern.test(found))) return [];
    return [[synth === undefined ? given : `${synth} ${given}`.trim(), command] as const];
  }),
);

/** In the clone, with the system's folder for temporary files in the test's own. */
function run(args: string): Promise<CliRun> {
  return runCli(args.replaceAll("/tmp/", `${folder}/`).split(" "), { cwd: clone, input: INPUT });
}

test("every command in a page is one that is run here, or is listed as one that is not", () => {
  expect(own.size).toBeGreaterThan(20);
  const forgotten = commands.filter(
    ({ line }) => !OWN.test(line) && !NOT_RUN.some((pattern) => pattern.test(line)),
  );
  expect(forgotten).toStrictEqual([]);
});

test.each([...own])("the command %s of a page ends as it should", async (args, { printed }) => {
  const { code, stdout, stderr } = await run(args);
  expect({ code, ...(code === 2 && { stderr }) }).toStrictEqual({ code: EXIT_CODES[args] ?? 0 });
  if (printed !== undefined) expect(`${stdout}${stderr}`).toBe(printed);
});

test("the README prints what init prints after its questions", async () => {
  const { printed = "" } = commands.find(({ line }) => INIT.test(line)) ?? {};
  const cwd = join(folder, "begun");
  mkdirSync(cwd);
  const { stdout } = await runCli(
    ["init", "--repository", "acme/web", "--account", "123456789012", "--region", "ap-northeast-2"],
    { cwd },
  );
  expect(printed.slice(printed.indexOf("wrote "))).toBe(stdout);
});

/** What the README prints, by its first line. */
const PRINTED: Readonly<Record<string, () => string | Promise<string>>> = {
  "access.yaml -> cdktf.out/stacks": async () => (await run("synth")).stdout,
  "refused: no role of access.yaml lets the token in": async () =>
    (await run("explain --repository web --environment production")).stdout,
  "access.yaml says what github.com says from now on: 3 changes": resolved,
  "web  arn:aws:iam::123456789012:role/web  roles.json:3:5": async () => {
    writeFileSync(join(clone, "roles.json"), JSON.stringify({ Roles: rolesOfAnAccount() }, undefined, 2));
    return (await run("check roles.json")).stdout;
  },
  "production 123456789012, 4 roles": () =>
    accessText(accessOf(loadedConfig(join(clone, "examples", "organization", "access.yaml"))), {
      columns: 100,
      hasColour: false,
    }),
};

async function resolved(): Promise<string> {
  const web = { id: 456789, format: "immutable" } as const;
  const server = await githubApiServer(githubWith({ acme: { id: 123456, repositories: { web } } }));
  const cwd = join(folder, "resolved");
  cpSync(join(ROOT, "access.yaml"), join(cwd, "access.yaml"));
  const { stdout } = await runResolve([], { cwd, api: server.url });
  await server.close();
  return stdout;
}

/** One that trusts every job of a repository, and one that trusts a service. */
function rolesOfAnAccount(): readonly object[] {
  const anyJob = JSON.stringify(trustPolicy).replace("repo:acme/web:ref:refs/heads/main", "repo:acme/web:*");
  const service = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
  const named = (own: string, document: object) => ({
    ...role,
    RoleName: own,
    Arn: `arn:aws:iam::${account.accountId}:role/${own}`,
    AssumeRolePolicyDocument: document,
  });
  return [named("web", JSON.parse(anyJob)), named("server", { Version: "2012-10-17", Statement: [service] })];
}

const texts = pageSamples().filter(({ language }) => language === "text");

test.each(texts)(
  "the text at $place is what a command prints, save for what … leaves out",
  async ({ code }) => {
    const [first = ""] = code.split("\n");
    const printed = await PRINTED[first]?.();
    const isPrinted = code.split(/^…\n/m).every((part) => printed?.includes(part));
    expect({ printed, isPrinted }).toStrictEqual({ printed, isPrinted: true });
  },
);
