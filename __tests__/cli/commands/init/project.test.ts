import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { stringify } from "yaml";
import type { Answers } from "../../../../lib/cli/commands/init/answers";
import {
  accessText,
  configOption,
  type Project,
  project,
  type Target,
} from "../../../../lib/cli/commands/init/project";
import { ownPackage } from "../../../../lib/cli/own-package";
import { parseConfig } from "../../../../lib/config/load";
import { ConfigError } from "../../../../lib/config/problem";
import type { Config } from "../../../../lib/config/types";
import { BUCKET } from "../../../../lib/policy/bucket-policy";
import { ECR_REPOSITORY } from "../../../../lib/policy/ecr-names";
import { OWNER, REF_PATTERN, REPOSITORY_OF_OWNER } from "../../../../lib/policy/github-names";
import type { TextRule } from "../../../../lib/policy/text-rule";
import { seed } from "../../../stacks/synthesized";
import { folderOfEachTest } from "../../../support/folder";

const ANSWERS: Answers = {
  owner: "acme",
  repository: "web",
  branch: "main",
  account: "123456789012",
  region: "ap-northeast-2",
  ecrRepository: "web",
  publish: "variables",
};

function written(answers: Partial<Answers>): Config {
  return parseConfig(accessText({ ...ANSWERS, ...answers }, "access.yaml", "own"), "access.yaml");
}

/** The smallest file with these values, as the YAML library writes it. */
function expected(answers: Partial<Answers>): Config {
  const { owner, repository, branch, account, region, ecrRepository, publish } = { ...ANSWERS, ...answers };
  const roles = [
    { trust: [{ repository, branch }], ecr: { repositories: [ecrRepository] }, publish: { as: publish } },
  ];
  const file = { github: { owner }, accounts: [{ id: account, region, roles }] };
  return parseConfig(stringify(file), "access.yaml");
}

test("writes the smallest file, with comments", () => {
  expect(accessText(ANSWERS, "access.yaml", "own")).toBe(
    `# yaml-language-server: $schema=node_modules/own/access.schema.json

# Repositories created, renamed or transferred after 2026-07-15 send ids in their tokens. This command writes the ids into this file
# (GITHUB_TOKEN needs a token that can read the repository): npx github-actions-ecr resolve
github:
  owner: acme # user or organization, in GitHub's casing
accounts:
  - id: "123456789012"
    region: ap-northeast-2
    roles:
      - trust: # who can push
          - { repository: web, branch: main }
        ecr: # and where to; the ECR repository must exist
          repositories: [web]
        publish: { as: variables } # workflows read vars.AWS_REGION and so on. If yours read secrets.AWS_REGION, write secrets
`,
  );
  expect(written({})).toStrictEqual(parseConfig(seed({ role: "publish: { as: variables }" }), "access.yaml"));
});

test("writes secrets if they are wanted", () => {
  expect(accessText({ ...ANSWERS, publish: "secrets" }, "access.yaml", "own")).toMatch(
    /\n {8}publish: \{ as: secrets \} # workflows read secrets\.AWS_REGION and so on\. GitHub drops job outputs that contain a secret\n$/,
  );
  expect(written({ publish: "secrets" })).toStrictEqual(parseConfig(seed(), "access.yaml"));
});

test.each([
  ["production.yaml", "node_modules/own/access.schema.json"],
  ["accounts/production.yaml", "../node_modules/own/access.schema.json"],
])("%s has the relative path of its schema, and its own name in the command", (config, schema) => {
  const lines = accessText(ANSWERS, config, "own").split("\n");
  expect(lines[0]).toBe(`# yaml-language-server: $schema=${schema}`);
  expect(lines[3]).toMatch(new RegExp(`: npx github-actions-ecr resolve --config ${config}$`));
});

test.each<[Partial<Answers>]>([
  [{ owner: "null" }],
  [{ owner: "1e3" }],
  [{ owner: "0x1F" }],
  [{ owner: "on", repository: "no", ecrRepository: "yes" }],
  [{ repository: "true" }],
  [{ repository: "-" }],
  [{ repository: "1_000" }],
  [{ repository: ".5" }],
  [{ repository: "...", ecrRepository: "2001-01-01" }],
  [{ ecrRepository: "0o7" }],
  [{ ecrRepository: "*" }],
  [{ ecrRepository: "team/*" }],
  ...[
    ...["1e3", "a#b", "#1", "a,b", "{x}", "]", "'", '"', "&a", "!x"],
    ...["|", ">", "%", "`", "$x", "é", "-", "*", "release/*"],
  ].map((branch): [Partial<Answers>] => [{ branch }]),
  [{ account: "000000000000", region: "cn-north-1" }],
  [{ account: "012345670123", region: "us-gov-west-1" }],
])("%j is in the file unchanged", (answers) => {
  expect(written(answers)).toStrictEqual(expected(answers));
});

test("YAML reads every allowed answer as it was given", () => {
  const allowed = ({ pattern }: TextRule, characters: RegExp) =>
    fc.stringMatching(characters).filter((text) => pattern.test(text));
  fc.assert(
    fc.property(
      fc.record({
        owner: allowed(OWNER, /^[A-Za-z0-9-]{1,8}$/),
        repository: allowed(REPOSITORY_OF_OWNER, /^[A-Za-z0-9._-]{1,8}$/),
        branch: allowed(REF_PATTERN, /^[!-~\u00a1-\u00ff]{1,8}$/),
        ecrRepository: allowed(ECR_REPOSITORY, /^[a-z0-9._/*-]{2,8}$/),
      }),
      (answers) => expect(written(answers)).toStrictEqual(expected(answers)),
    ),
    { numRuns: 300 },
  );
});

test.each([
  ["access.yaml", ""],
  ["production.yaml", " --config production.yaml"],
])("the option for %s is %j", (config, option) => {
  expect(configOption(config)).toBe(option);
});

describe("installed from a tarball outside of the folder", () => {
  const root = folderOfEachTest();
  let own: string;

  beforeEach(() => {
    const { name } = ownPackage();
    own = join(root.path, "node_modules", name);
    mkdirSync(own, { recursive: true });
    const packages = { [`node_modules/${name}`]: { resolved: "file:own.tgz" } };
    put("node_modules/.package-lock.json", JSON.stringify({ packages }));
    put("own.tgz", "packed");
    mkdirSync(join(root.path, "infra"));
  });

  function put(path: string, text: string): void {
    root.write(path, text);
  }

  function made(force = false, target: Partial<Target> = {}): Project {
    return project(
      ANSWERS,
      { cwd: root.path, folder: "infra", config: "access.yaml", force, ...target },
      own,
    );
  }

  function filesOf({ files }: Project): Readonly<Record<string, string>> {
    return Object.fromEntries(files.map(({ path, content }) => [path, String(content)]));
  }

  const TARBALL = { path: "own.tgz", clone: undefined };

  test("writes the files of examples/pipeline unchanged, and an access.yaml with the state, the boundary and the provider of the roles", () => {
    const all = filesOf(made(false, { pipeline: "acme-tfstate" }));
    const example = join(__dirname, "..", "..", "..", "..", "examples", "pipeline");
    expect(all).toMatchObject({
      "infra/.github/workflows/access.yml": readFileSync(join(example, "workflow.yml"), "utf8"),
      ...Object.fromEntries(
        readdirSync(join(example, "roles")).map((name) => [
          `infra/pipeline-roles/${name}`,
          readFileSync(join(example, "roles", name), "utf8"),
        ]),
      ),
    });
    const { "infra/access.yaml": access = "", "infra/package.json": manifest = "" } = all;
    expect(parseConfig(access, "access.yaml")).toStrictEqual(
      parseConfig(
        `
github: { owner: acme }
state: { s3: { bucket: acme-tfstate, region: ap-northeast-2 } }
accounts:
  - id: "123456789012"
    region: ap-northeast-2
    oidcProvider: existing
    roles:
      - permissionsBoundaryArn: arn:aws:iam::123456789012:policy/AccessBoundary
        trust: [{ repository: web, branch: main }]
        ecr: { repositories: [web] }
        publish: { as: variables }
`,
        "access.yaml",
      ),
    );
    expect(JSON.parse(manifest).scripts.cli).toBe("github-actions-ecr");
  });

  test("rejects a pipeline with a wrong bucket, another access file or an existing workflow, in one run", () => {
    mkdirSync(join(root.path, "infra/.github/workflows"), { recursive: true });
    put("infra/.github/workflows/access.yml", "mine");
    expect(() => made(false, { pipeline: "Acme", config: "production.yaml" })).toThrow(
      new ConfigError([
        `--pipeline: expected ${BUCKET.noun} (${BUCKET.allowed}), got "Acme"`,
        '--pipeline: expected access.yaml as the access file, got "production.yaml". The workflow reads access.yaml',
        "infra/.github/workflows/access.yml exists. Use --force to overwrite it",
      ]),
    );
    expect(filesOf(made(true, { pipeline: "acme" }))).toMatchObject({
      "infra/.github/workflows/access.yml": expect.stringContaining("name: access"),
    });
  });

  test("copies the tarball into the folder, for package.json to name", () => {
    const all = made();
    expect(all.tarball).toStrictEqual({ ...TARBALL, copyOf: join(root.path, "own.tgz") });
    expect(filesOf(all)).toStrictEqual({
      "infra/access.yaml": expect.any(String),
      "infra/cdktf.json": expect.any(String),
      "infra/package.json": expect.stringContaining(`"${ownPackage().name}": "file:./own.tgz"`),
      "infra/.gitignore": expect.any(String),
      "infra/own.tgz": "packed",
    });
  });

  test("copies it beside an existing package.json that does not name the package", () => {
    put("infra/package.json", "{}");
    expect(filesOf(made())).toMatchObject({ "infra/own.tgz": "packed" });
  });

  test("copies nothing if package.json names the package", () => {
    put("infra/package.json", JSON.stringify({ devDependencies: { [ownPackage().name]: "1.0.0" } }));
    expect(made().tarball).toBeUndefined();
    expect(filesOf(made())).not.toHaveProperty(["infra/own.tgz"]);
  });

  test("does not write a tarball that the folder already has", () => {
    put("infra/own.tgz", "packed");
    expect(made().tarball).toStrictEqual({ ...TARBALL, copyOf: join(root.path, "own.tgz") });
    expect(filesOf(made())).not.toHaveProperty(["infra/own.tgz"]);
  });

  test("overwrites another tarball only with --force", () => {
    put("infra/own.tgz", "other");
    expect(() => made()).toThrow(new ConfigError(["infra/own.tgz exists. Use --force to overwrite it"]));
    expect(filesOf(made(true))).toMatchObject({ "infra/own.tgz": "packed" });
  });

  test.each([false, true])("rejects a folder in its place, with --force %s", (force) => {
    mkdirSync(join(root.path, "infra/own.tgz"));
    expect(() => made(force)).toThrow(
      new ConfigError([
        force
          ? "infra/own.tgz: expected a file, got a folder"
          : "infra/own.tgz exists. Use --force to overwrite it",
      ]),
    );
  });

  test("rejects a tarball that was deleted", () => {
    rmSync(join(root.path, "own.tgz"));
    expect(() => made()).toThrow(
      new ConfigError([
        `${join(root.path, "own.tgz")}: not found. Expected the tarball that this package was installed from`,
      ]),
    );
  });
});
