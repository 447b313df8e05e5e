import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, RUN, runCli } from "../../run-cli";

const TIMEOUT_MILLISECONDS = 60_000;

let folder: string;

/** A folder that `init` wrote, with the command where npm would install it. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "init cdktf-"));
  const flags = ["--repository", "acme/web", "--account", "123456789012", "--region", "ap-northeast-2"];
  expect((await runCli(["init", ...flags, "--config", "production.yaml"], { cwd: folder })).code).toBe(0);
  const bin = join(folder, "node_modules", ".bin");
  mkdirSync(bin, { recursive: true });
  const program = `#!/bin/sh
exec "${process.execPath}" "${RUN}" "${ROOT}/lib/cli/main.ts" "$@"
`;
  writeFileSync(join(bin, "github-actions-ecr"), program);
  chmodSync(join(bin, "github-actions-ecr"), 0o755);
});

afterAll(() => rmSync(folder, { recursive: true }));

function cdktf(...args: readonly string[]) {
  return spawnSync(
    process.execPath,
    [join(ROOT, "node_modules", "cdktf-cli", "bundle", "bin", "cdktf"), ...args],
    {
      cwd: folder,
      // HOME: the CLI writes there. CHECKPOINT_DISABLE, CI: no requests and no animation.
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        CHECKPOINT_DISABLE: "1",
        DISABLE_VERSION_CHECK: "1",
        CI: "1",
      },
      encoding: "utf8",
    },
  );
}

test(
  "the CDKTF CLI synthesizes a new folder, shows the warnings once, and keeps cdktf.json",
  async () => {
    const before = readFileSync(join(folder, "cdktf.json"), "utf8");
    const { status, stdout } = cdktf("synth");
    expect(status).toBe(0);
    expect(stdout).toContain("Generated Terraform code for the stacks: aws-123456789012, github-acme");
    expect(stdout).toContain("WARN [aws-123456789012]: R23 name-subject (medium), ");
    expect(stdout.split("R23")).toHaveLength(2);
    expect(readFileSync(join(folder, "cdktf.json"), "utf8")).toBe(before);
    const byCdktf = readFileSync(join(folder, "cdktf.out/stacks/github-acme/cdk.tf.json"), "utf8");
    await runCli(["synth", "--config", "production.yaml", "--out", "own"], { cwd: folder });
    expect(byCdktf).toBe(readFileSync(join(folder, "own/stacks/github-acme/cdk.tf.json"), "utf8"));
  },
  TIMEOUT_MILLISECONDS,
);

test(
  "rejects a file with problems under the CDKTF CLI too, with their places",
  () => {
    const path = join(folder, "production.yaml");
    writeFileSync(path, readFileSync(path, "utf8").replace("acme", "a.b"));
    const { status, stderr } = cdktf("synth");
    expect(status).toBe(1);
    expect(stderr).toContain("production.yaml:6:10 github.owner: expected a GitHub user or organization");
  },
  TIMEOUT_MILLISECONDS,
);
