/**
 * Commands in pages, and what they print.
 *
 * For authors of pages:
 *
 * - Commands without output go into a `sh` block, one a line. A comment follows ` # `. A line that ends with `\` goes on.
 * - A command with its output goes into a `console` block: `$ COMMAND`, then what it prints. `npm run samples` writes the output into
 *   the page, and a test compares it. Standard error comes after standard output.
 * - A line `…` stands for lines that are left out.
 * - A `text` block is for what other programs print; nothing compares it.
 * - The page writes the command as a reader types it: `npx github-actions-ecr ...`, `npm run -s cli -- ...` or `npm run synth -- ...`.
 *   `NOT_RUN` lists the commands of other programs. They may stand in both blocks; what they print is not compared.
 * - Each `console` block starts in a new copy of a clone: `access.yaml` is the project's sample, `examples` holds the examples,
 *   `docs/guide/mistakes` the policies of a page,
 *   `cdktf.out` is what `synth` wrote, and `FILES` lists the rest. `--config examples/NAME/access.yaml` shows another file.
 * - A block with `file=NAME`, such as ```` ```yaml file=access.yaml ````, is written to that file before each later command of the page.
 * - `exit=1` behind `console` or `sh` is the exit code of the commands in the block. Default: 0.
 * - GitHub answers `resolve` with one owner and one repository, see `GITHUB`.
 * - `scene=NAME` behind `console` is for output that needs more than a folder, see `SCENES`.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { missingText, ownPackage } from "../../lib/cli/own-package";
import { loadConfig } from "../../lib/config/load";
import { outputsOf, providerOutput } from "../cli/commands/adopt/aws-outputs";
import { githubApiServer } from "../cli/commands/resolve/github-api";
import { githubWith } from "../cli/commands/resolve/hosted-github";
import { TOKEN } from "../cli/commands/resolve/run-resolve";
import { type CliRun, runCli } from "../cli/run-cli";
import { ROOT, type Sample } from "./pages";

/** Commands that are not run: they are those of other programs. */
const NOT_RUN = [
  /^(?:aws|cd|cp|curl|docker|export|gh|git|mkdir|mv|rm|terraform|tofu) /,
  /^npx cdktf /,
  /^npm (?:ci|init|install|pack)\b/,
  // From a packed tarball, which the tests of the package install.
  /^npx --yes --package=\S+ github-actions-ecr init\b/,
  // Asks at a terminal. The scene `asked` shows what it prints.
  /^npx (?:cdktf-)?github-actions-ecr init$/,
];

/** A command of this project at the end of a line: its arguments. */
const OWN =
  /(?:npm run (?:-s )?cli --|npm run (?:-s )?(synth)(?: --)?|npx (?:cdktf-)?github-actions-ecr)(?: (.*))?$/;

/** How the commands of `sh` blocks end that do not end with 0, where the block does not say it. */
const EXIT_CODES: Readonly<Record<string, number>> = {
  "explain --repository web --environment production": 1,
  "explain --sub repo:acme/web:pull_request --aud sts.amazonaws.com": 1,
  "explain --token denied.json": 1,
  "workflow --event pull_request": 1,
  // Compares with a GitHub that knows ids, which the sample file does not have.
  "resolve --check": 1,
  // R23 is medium.
  "check - --fail-on medium": 1,
};

const COLUMNS = 100;

const config = loadConfig(join(ROOT, "access.yaml"));
const [account] = config.accounts;
const [iam = {}, iamRoles] = outputsOf(config);
const [{ name, trustPolicy }] = account.roles;
const role = roleNamed(name, trustPolicy);
const token = { aud: account.audience, sub: "repo:acme/web:ref:refs/heads/main" };

/** What commands find beside the sample access.yaml and the examples. */
const FILES: Readonly<Record<string, unknown>> = {
  "trust-policy.json": trustPolicy,
  "role.json": { Role: role },
  "roles.json": { Roles: rolesOfAnAccount() },
  "claims.json": token,
  "token.jwt": token,
  "iam.json": accountWithOthers(),
  "iam-roles.json": iamRoles,
  "provider.json": providerOutput(config, account),
  "denied.json": { Events: [{ CloudTrailEvent: JSON.stringify(deniedCall()) }] },
};
/** What a program in front of a pipe, such as the AWS CLI, hands over. */
const INPUT = JSON.stringify({ Role: role });

/** The GitHub that `resolve` asks. */
const GITHUB = githubWith({
  acme: { id: 123456, repositories: { web: { id: 456789, format: "immutable" } } },
});

function roleNamed(own: string, document: object) {
  return {
    Path: "/",
    RoleName: own,
    Arn: `arn:aws:iam::${account.accountId}:role/${own}`,
    AssumeRolePolicyDocument: document,
  };
}

/** The account of the sample, with a role whose permissions are an inline policy. */
function accountWithOthers(): object {
  const { RoleDetailList: list, Policies: policies } = iam as Readonly<Record<string, readonly object[]>>;
  const other = {
    ...roleNamed("deploy", trustPolicy),
    RolePolicyList: [{ PolicyName: "ecs", PolicyDocument: {} }],
    AttachedManagedPolicies: [],
    Tags: [],
  };
  return { RoleDetailList: [...(list ?? []), other], Policies: policies };
}

/** What CloudTrail records of a call for a pull request. */
function deniedCall(): object {
  const provider = `arn:aws:iam::${account.accountId}:oidc-provider/token.actions.githubusercontent.com`;
  const sub = "repo:acme/web:pull_request";
  return {
    eventName: "AssumeRoleWithWebIdentity",
    errorCode: "AccessDenied",
    userIdentity: {
      type: "WebIdentityUser",
      principalId: `${provider}:${token.aud}:${sub}`,
      userName: sub,
      identityProvider: provider,
    },
    requestParameters: { roleArn: role.Arn, roleSessionName: "GitHubActions" },
  };
}

/** One role that trusts every job of a repository, and one that trusts a service. */
function rolesOfAnAccount(): readonly object[] {
  const anyJob = JSON.stringify(trustPolicy).replace("repo:acme/web:ref:refs/heads/main", "repo:acme/web:*");
  const service = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
  return [
    roleNamed("web", JSON.parse(anyJob)),
    roleNamed("server", { Version: "2012-10-17", Statement: [service] }),
  ];
}

/** A command in a page. */
export interface Command {
  readonly place: string;
  readonly line: string;
  /** The arguments of a command of this project. */
  readonly args: string | undefined;
  readonly exit: number;
}

/** The commands of a `sh` or `console` block. */
export function commandsOf({ place, language, options, code }: Sample): readonly Command[] {
  const lines = code.replace(/\\\n\s*/g, "").split("\n");
  const typed =
    language === "console"
      ? lines.flatMap((line) => (line.startsWith("$ ") ? [line.slice(2)] : []))
      : lines.map((line) => line.replace(/ +# .*$/, "").trim()).filter((line) => line !== "");
  return typed.map((line) => {
    const [found, synth, given = ""] = OWN.exec(line) ?? [];
    const isOwn = found !== undefined && !isNotRun(line);
    const args = isOwn ? (synth === undefined ? given : `${synth} ${given}`.trim()) : undefined;
    return { place, line, args, exit: Number(options.exit ?? EXIT_CODES[args ?? ""] ?? 0) };
  });
}

export function isNotRun(line: string): boolean {
  return NOT_RUN.some((pattern) => pattern.test(line));
}

/** Folders of clones, and a GitHub. */
export interface Stage {
  /** A new copy of a clone, with files that a page writes. */
  readonly clone: (files: Readonly<Record<string, string>>) => string;
  /** Runs a command of this project in a clone. */
  readonly run: (args: string, clone: string) => Promise<CliRun>;
  readonly close: () => Promise<void>;
}

export async function stage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "samples-"));
  const server = await githubApiServer(GITHUB);
  const template = join(folder, "template");
  let clones = 0;

  async function run(args: string, clone: string): Promise<CliRun> {
    const words = args.replace(/ +>>? *\S+$/, "").match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
    const { code, stdout, stderr } = await runCli(
      words.map((word) => word.replace(/^(["'])(.*)\1$/, "$2").replace(/^\/tmp\//, `${dirname(clone)}/`)),
      {
        cwd: clone,
        env: { GITHUB_TOKEN: TOKEN, GITHUB_API_URL: server.url },
        input: INPUT,
        columns: COLUMNS,
      },
    );
    const shown = (text: string) => text.replaceAll(`${dirname(clone)}/`, "/tmp/");
    return { code, stdout: shown(stdout), stderr: shown(stderr) };
  }

  function clone(files: Readonly<Record<string, string>>): string {
    const copy = join(folder, String(++clones), "clone");
    cpSync(template, copy, { recursive: true });
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(copy, path)), { recursive: true });
      writeFileSync(join(copy, path), text);
    }
    return copy;
  }

  mkdirSync(template);
  for (const path of ["access.yaml", "examples", "docs/guide/mistakes"]) {
    cpSync(join(ROOT, path), join(template, path), { recursive: true });
  }
  for (const [path, content] of Object.entries(FILES)) {
    writeFileSync(join(template, path), `${JSON.stringify(content, undefined, 2)}\n`);
  }
  await run("synth", template);

  return {
    clone,
    run,
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The files that a page has written by the time a reader comes to a sample. */
export function filesBefore(sample: Sample, samples: readonly Sample[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    samples
      .filter(({ path, start }) => path === sample.path && start < sample.start)
      .flatMap(({ options: { file }, code }) => (file === undefined ? [] : [[file, code]])),
  );
}

/** Output that needs more than a folder. Each gets the code of the block and gives what it should be. */
const SCENES: Readonly<Record<string, (code: string, on: Stage) => Promise<string>>> = {
  /** `init` asks its questions in an empty folder. The page has them with answers. */
  asked: async (code, { clone, run }) => {
    const empty = join(clone({}), "empty");
    mkdirSync(empty);
    const { stdout } = await run(
      "init --repository acme/web --account 123456789012 --region ap-northeast-2",
      empty,
    );
    const [firstWritten = ""] = stdout.split(" ");
    return `${code.slice(0, code.indexOf(`\n${firstWritten} `) + 1)}${stdout}`;
  },
  /** A command that needs CDKTF, where it is not installed. */
  "without-cdktf": async (code) => {
    const [command = ""] = code.split("\n");
    return `${command}\n${missingText(Object.entries(ownPackage().peerDependencies ?? {}))}\n`;
  },
};

/**
 * What a `console` block should hold: the block as it is, where that is right.
 * @throws Error where a command ends with another exit code, or where lines around `…` are not found any more.
 */
export async function shownBlock(
  sample: Sample,
  files: Readonly<Record<string, string>>,
  on: Stage,
): Promise<string> {
  const { scene } = sample.options;
  if (scene !== undefined) {
    const shown = SCENES[scene];
    if (shown === undefined) throw new Error(`${sample.place}: no scene ${scene}`);
    return shown(sample.code, on);
  }
  const clone = on.clone(files);
  const commands = commandsOf(sample);
  const parts = sample.code.split(/^(?=\$ )/m).filter((part) => part !== "");
  const shown: string[] = [];
  for (const [index, part] of parts.entries()) {
    const { args, exit } = commands[index] ?? {};
    if (args === undefined) {
      shown.push(part);
      continue;
    }
    // A command may go on in further lines.
    const [typed = ""] = /^(?:.*\\\n)*.*\n/.exec(part) ?? [];
    const { code, stdout, stderr } = await on.run(args, clone);
    const printed = `${stdout}${stderr}`;
    if (code !== exit) throw new Error(`${sample.place}: ${args} ends with ${code}\n${printed}`);
    shown.push(`${typed}${cut(printed, part.slice(typed.length), sample.place)}`);
  }
  return shown.join("");
}

/** A line that stands for lines that are left out. */
const CUT = /^…\n/m;

/**
 * What is printed, cut where the page has cut it: as many lines as before, from the start, to the end, and between two cuts from the
 * line with which they began.
 */
function cut(printed: string, written: string, place: string): string {
  const parts = written.split(CUT);
  if (parts.length === 1) return printed;
  if (isCutFrom(printed, parts)) return written;
  const lines = printed.split(/(?<=\n)/);
  let at = 0;
  const taken = parts.map((part, index) => {
    const old = part.split(/(?<=\n)/).filter((line) => line !== "");
    const isLast = index === parts.length - 1;
    const start = index === 0 ? 0 : isLast ? lines.length - old.length : lines.indexOf(old[0] ?? "", at);
    if (start < at) {
      throw new Error(
        `${place}: the lines around … are not printed any more. Write them by hand:\n${printed}`,
      );
    }
    at = start + old.length;
    return lines.slice(start, at).join("");
  });
  return taken.join("…\n");
}

/** Whether parts follow each other in a text, the first at its start and the last at its end, each of whole lines. */
function isCutFrom(printed: string, parts: readonly string[]): boolean {
  const [first = "", ...others] = parts;
  const last = others.pop() ?? "";
  if (!printed.startsWith(first) || !`\n${printed}`.endsWith(`\n${last}`)) return false;
  let at = first.length;
  for (const part of others) {
    const found = `\n${printed}`.indexOf(`\n${part}`, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= printed.length - last.length;
}
