import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { filesOf } from "../cli/files-of";
import { spawnCli } from "../cli/run-cli";
import { succeeded } from "../deploy/support/project";
import { run } from "../deploy/support/terraform";
import { command, folderIn, projects } from "./support/projects";

/** The installed command must behave like the command of a clone, which has its own tests. */
const ROOT = join(__dirname, "..", "..");
const { withCdktf, withoutCdktf, fromTarball, tarball, env } = projects();

const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" },
      Action: "sts:AssumeRoleWithWebIdentity",
    },
  ],
});

/** A folder with the sample file, and a trust policy that allows every token. */
function sample(project: string): string {
  const folder = folderIn(project);
  copyFileSync(join(ROOT, "access.yaml"), join(folder, "access.yaml"));
  writeFileSync(join(folder, "trust.json"), TRUST);
  return folder;
}

/** Commands that need no CDKTF. */
const LIGHT = [
  "--help",
  "--version",
  "init --help",
  "synth --help",
  "explain --help",
  "check --help",
  "show --help",
  "resolve --help",
  "workflow --help",
  "check trust.json",
  "check trust.json --sarif",
  "explain --repository web --branch main",
  "explain --repository web --branch other",
  "show",
  "show --html access.html",
  "workflow --out push.yml",
  // Nothing listens there.
  "resolve --api-url http://127.0.0.1:9",
];

/** Runs a command as installed and from the clone: exit code, output and files. */
async function twice(project: string, line: string): Promise<readonly [object, object]> {
  const args = line.split(" ");
  const [here, there] = [sample(project), sample(project)];
  const { code, output } = await command(project, here, ...args);
  const clone = spawnCli(args, { cwd: there, env });
  return [
    { code, output, files: filesOf(here) },
    { code: clone.code, output: clone.stdout + clone.stderr, files: filesOf(there) },
  ];
}

test.each(LIGHT)("`%s` works without CDKTF as in a clone", async (line) => {
  const [installed, cloned] = await twice(withoutCdktf, line);
  expect(installed).toStrictEqual(cloned);
});

test.each(["synth", "synth --json", "show --html access.html"])(
  "`%s` works with CDKTF as in a clone",
  async (line) => {
    const [installed, cloned] = await twice(withCdktf, line);
    expect(installed).toStrictEqual(cloned);
  },
);

test.each(["", " --pipeline acme-tfstate"])(
  "init%s asks npm for the installed version, and from a clone for a tarball of it",
  async (options) => {
    const line = `init new --repository acme/web --account 123456789012 --region eu-west-1${options}`;
    const [installed, cloned] = await twice(withoutCdktf, line);
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const text = JSON.stringify(cloned)
      .replaceAll(`file:./cdktf-github-actions-ecr-${version}.tgz`, `^${version}`)
      .replace(/ {2}npm pack .*?(?= {2}npm install)/, "")
      .replace(/\. Commit .*? from this folder/, "");
    expect(installed).toStrictEqual(JSON.parse(text));
  },
);

test("init copies the tarball that the package was installed from, and package.json names the copy", async () => {
  const folder = folderIn(fromTarball);
  const flags = ["--repository", "acme/web", "--account", "123456789012", "--region", "eu-west-1"];
  expect((await command(fromTarball, folder, "init", ...flags)).code).toBe(0);
  const { dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  expect(dependencies["cdktf-github-actions-ecr"]).toBe(`file:./${basename(tarball)}`);
  expect(readFileSync(join(folder, basename(tarball)))).toStrictEqual(readFileSync(tarball));
});

test("npx runs the installed command", async () => {
  const [here, there] = [sample(withCdktf), sample(withCdktf)];
  const npx = await run("npx", ["--no", "--", "github-actions-ecr", "synth"], { cwd: here, env });
  expect(succeeded(npx)).toBe(spawnCli(["synth"], { cwd: there, env }).stdout);
  expect(filesOf(here)).toStrictEqual(filesOf(there));
});

test("synth without CDKTF prints what to install and writes nothing", async () => {
  const folder = sample(withoutCdktf);
  const before = filesOf(folder);
  const { peerDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const words = Object.entries(peerDependencies).map(([name, range]) => `"${name}@${range}"`);
  const { code, output } = await command(withoutCdktf, folder, "synth");
  expect({ code, output }).toStrictEqual({
    code: 2,
    output: `the command needs packages that are not installed. Run: npm install ${words.join(" ")}\n`,
  });
  expect(filesOf(folder)).toStrictEqual(before);
});
