import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { EXAMPLES, GOLDEN, goldenFiles } from "../scripts/golden";
import { spawnCli } from "./cli/run-cli";

/** What an example has to show: its folders are those of the README, and no others. */
const NAMES = [
  "constructs",
  "ecr-public",
  "ecr-repositories",
  "enterprise-server",
  "environments",
  "existing-provider",
  "from-the-guide",
  "ghe-com",
  "govcloud-and-china",
  "migration-to-ids",
  "new-repository",
  "one-repository",
  "organization",
  "organization-values",
  "own-trust-policy",
  "pipeline",
  "pipeline-atlantis",
  "pipeline-hcp-terraform",
  "remote-state",
  "role-per-repository",
  "shared-images",
  "subject-template",
  "two-accounts",
];

test("every folder of examples is known here", () => {
  expect(readdirSync(EXAMPLES).sort()).toStrictEqual(NAMES);
});

function text(...path: readonly string[]): string {
  return readFileSync(join(EXAMPLES, ...path), "utf8");
}

/** The golden files of an example, by name. */
function golden(example: string): Readonly<Record<string, string>> {
  const folder = join(EXAMPLES, example, GOLDEN);
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  return Object.fromEntries(names.map((name) => [name, text(example, GOLDEN, name)]));
}

/** Read as JSON, a difference is told by its place; of bytes alone, by two long texts. */
function parsed(files: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(files).map(([name, json]) => [name, JSON.parse(json)]));
}

describe.each(NAMES)("the example %s", (name) => {
  test("says what it is for, and how to try it", () => {
    const page = text(name, "README.md");
    expect(page).toMatch(/^# \S/);
    expect(page).toContain(
      existsSync(join(EXAMPLES, name, "access.yaml"))
        ? `\nnpm run synth -- --config examples/${name}/access.yaml --out /tmp/${name}/`
        : "\nnpx cdktf synth\n",
    );
  });

  test("gives its golden files, whole, a file for each stack (npm run golden writes them again)", () => {
    const made = goldenFiles(name);
    const kept = golden(name);
    expect(parsed(made)).toStrictEqual(parsed(kept));
    expect(made).toStrictEqual(kept);
  });
});

test("what synth writes is what the golden files hold", () => {
  const folder = mkdtempSync(join(tmpdir(), "examples-"));
  const config = join(EXAMPLES, "remote-state", "access.yaml");
  const env = { LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", TZ: "Pacific/Chatham" };
  try {
    expect(spawnCli(["synth", "--config", config], { cwd: folder, env })).toMatchObject({
      code: 0,
      stderr: "",
    });
    const written = Object.keys(golden("remote-state")).map((name) => {
      const stack = name.replace(/\.tf\.json$/, "");
      return [name, readFileSync(join(folder, "cdktf.out", "stacks", stack, "cdk.tf.json"), "utf8")] as const;
    });
    expect(Object.fromEntries(written)).toStrictEqual(golden("remote-state"));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("Atlantis has a project for each stack, accounts before GitHub", () => {
  const { version, projects }: { version: number; projects: readonly Record<string, unknown>[] } = parse(
    text("pipeline-atlantis", "atlantis.yaml"),
  );
  const stacks = Object.keys(golden("pipeline-atlantis")).map((name) => name.replace(/\.tf\.json$/, ""));
  expect({ version, projects }).toStrictEqual({
    version: 3,
    projects: stacks.map((stack) => ({
      name: stack,
      dir: `terraform/stacks/${stack}`,
      execution_order_group: stack.startsWith("aws-") ? 1 : 2,
    })),
  });
});

test("the imports of hand-made resources lead to what the stack has", () => {
  const file = "aws-123456789012.tf.json";
  const { resource, import: imports }: StackJson = JSON.parse(golden("from-the-guide")[file] ?? "");
  const addresses = Object.entries(resource).flatMap(([type, byName]) =>
    Object.keys(byName).map((address) => `${type}.${address}`),
  );
  expect(imports.map(({ to }) => to).sort()).toStrictEqual(addresses.sort());
});

interface StackJson {
  readonly resource: Readonly<Record<string, object>>;
  readonly import: readonly { readonly to: string }[];
}
