import { lstatSync, readFileSync, statSync } from "node:fs";
import { basename, join, posix, resolve } from "node:path";
import { scalarText } from "../../../config/editing/edit";
import { parseConfig } from "../../../config/load";
import { ConfigError } from "../../../config/problem";
import type { PublicationKind } from "../../../config/types";
import { BUCKET } from "../../../policy/bucket-policy";
import { knownPartition } from "../../../policy/partition";
import { givenText, type TextRule } from "../../../policy/text-rule";
import { DEFAULT_CONFIG } from "../../io";
import { ownFolder, ownPackage } from "../../own-package";
import type { Answers } from "./answers";
import {
  completedText,
  folderNeeds,
  missingPackages,
  type NeededPackage,
  type Needs,
  namesPackage,
  newManifest,
  ownSpec,
  type ReadManifest,
  readManifest,
  type Tarball,
} from "./manifest";

/** Where to write. */
export interface Target {
  /** The working folder, absolute. */
  readonly cwd: string;
  /** From the working folder, or absolute. */
  readonly folder: string;
  /** The access.yaml, below the folder. */
  readonly config: string;
  /** Whether existing files may be overwritten. */
  readonly force: boolean;
  /** S3 bucket of the state of a pipeline. Undefined: no pipeline. */
  readonly pipeline?: string | undefined;
}

const APP_FILE = "cdktf.json";
const IGNORE_FILE = ".gitignore";
const MANIFEST_FILE = "package.json";
const IGNORED = ["node_modules/", "cdktf.out/", ".terraform/", "*.tfstate", "*.tfstate.*"];

/** Names without characters that mean something to a shell, YAML or JSON. */
const CONFIG_FILE: TextRule = {
  noun: "a file below the folder",
  allowed: "letters, digits and . _ - /, ending with .yaml or .yml, without ..",
  pattern: /^(?!.*\.\.)(?:\w[\w.-]*\/)*\w[\w.-]*\.ya?ml$/,
};

/** The files of examples/pipeline that a project gets, and where. The workflow reads everything else from `synth --json`. */
const PIPELINE_FILES = {
  "workflow.yml": ".github/workflows/access.yml",
  "roles/main.tf": "pipeline-roles/main.tf",
  "roles/plan.json": "pipeline-roles/plan.json",
  "roles/apply.json": "pipeline-roles/apply.json",
  "roles/boundary.json": "pipeline-roles/boundary.json",
} as const;

interface NewFile {
  /** From the working folder. */
  readonly path: string;
  readonly content: string | Buffer;
}

/** The files of a new project. */
export interface Project {
  readonly files: readonly NewFile[];
  /** Existing files that stay unchanged. */
  readonly kept: readonly string[];
  /** Packages that an existing package.json does not name. */
  readonly missing: readonly NeededPackage[];
  /** The tarball of this package that package.json gets. */
  readonly tarball: Tarball | undefined;
}

/**
 * @param own the folder of this package.
 * @throws ConfigError if the files cannot be written.
 */
export function project(answers: Answers, target: Target, own = ownFolder()): Project {
  const problems = targetProblems(target, own);
  if (problems.length > 0) throw new ConfigError(problems);
  const { name } = ownPackage();
  const { cwd, folder, config } = target;
  const access = { path: join(folder, config), content: accessText(answers, config, name, target.pipeline) };
  // Valid answers can be too long together for a trust policy.
  parseConfig(access.content, access.path);
  const { range } = ownSpec(resolve(cwd, folder), own);
  const { files, kept, missing } = manifestPart(
    target,
    folderNeeds(ownPackage(), range, configOption(config), target.pipeline !== undefined),
  );
  const ignoreFile = join(folder, IGNORE_FILE);
  const isIgnored = exists(cwd, ignoreFile);
  const tarball = neededTarball(target, own);
  return {
    files: [
      access,
      { path: join(folder, APP_FILE), content: appText(config, name) },
      ...files,
      ...(isIgnored ? [] : [{ path: ignoreFile, content: `${IGNORED.join("\n")}\n` }]),
      ...copies(target, tarball),
      ...pipelineFiles(target),
    ],
    kept: isIgnored ? [...kept, ignoreFile] : kept,
    missing,
    tarball,
  };
}

/** Copies of the example, so that both are the same. */
function pipelineFiles({ folder, pipeline }: Target): readonly NewFile[] {
  if (pipeline === undefined) return [];
  return Object.entries(PIPELINE_FILES).map(([source, path]) => ({
    path: join(folder, path),
    content: readFileSync(join(ownFolder(), "examples", "pipeline", source)),
  }));
}

function pipelineProblems({ cwd, folder, config, pipeline, force }: Target): readonly string[] {
  if (pipeline === undefined) return [];
  const { noun, allowed, pattern } = BUCKET;
  return [
    ...(pattern.test(pipeline)
      ? []
      : [`--pipeline: expected ${noun} (${allowed}), got ${givenText(pipeline)}`]),
    ...(config === DEFAULT_CONFIG
      ? []
      : [
          `--pipeline: expected ${DEFAULT_CONFIG} as the access file, got ${givenText(config)}. The workflow reads ${DEFAULT_CONFIG}`,
        ]),
    ...Object.values(PIPELINE_FILES).flatMap((path) => fileProblems(cwd, join(folder, path), force)),
    ...(force || !exists(cwd, join(folder, config))
      ? []
      : [
          `--pipeline: to keep ${join(folder, config)}, copy the workflow and the roles yourself. See docs/guide/pipelines.md#set-it-up`,
        ]),
  ];
}

function manifestPart({ cwd, folder, force }: Target, needs: Needs): Omit<Project, "tarball"> {
  const path = join(folder, MANIFEST_FILE);
  const existing = existingManifest(cwd, folder);
  if (existing === undefined) {
    return {
      files: [{ path, content: newManifest(basename(resolve(cwd, folder)), needs) }],
      kept: [],
      missing: [],
    };
  }
  if ("problem" in existing) throw new ConfigError([`${path}: ${existing.problem}`]);
  const { manifest, text: before } = existing;
  const after = completedText(before, manifest, needs);
  return force && after !== before
    ? { files: [{ path, content: after }], kept: [], missing: [] }
    : { files: [], kept: [path], missing: missingPackages(manifest, needs) };
}

/** The tarball for package.json, unless it names this package already. */
function neededTarball({ cwd, folder }: Target, own: string): Tarball | undefined {
  const existing = existingManifest(cwd, folder);
  const isNamed =
    existing !== undefined && "manifest" in existing && namesPackage(existing.manifest, ownPackage().name);
  return isNamed ? undefined : ownSpec(resolve(cwd, folder), own).tarball;
}

/** The copy of a tarball, unless the folder has the same file. */
function copies({ cwd, folder }: Target, tarball: Tarball | undefined): readonly NewFile[] {
  if (tarball?.copyOf === undefined) return [];
  const path = join(folder, tarball.path);
  const content = readFileSync(tarball.copyOf);
  const isSame = isFile(resolve(cwd, path)) && readFileSync(resolve(cwd, path)).equals(content);
  return isSame ? [] : [{ path, content }];
}

function tarballProblems(target: Target, own: string): readonly string[] {
  const tarball = neededTarball(target, own);
  if (tarball?.copyOf !== undefined && !isFile(tarball.copyOf)) {
    return [`${tarball.copyOf}: not found. Expected the tarball that this package was installed from`];
  }
  return copies(target, tarball).flatMap(({ path }) => fileProblems(target.cwd, path, target.force));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** The CDKTF CLI runs `synth` of this package as the app. */
function appText(config: string, packageName: string): string {
  const app = {
    language: "typescript",
    // Without --no, npx would install an unrelated package with the name of the command if this package is not installed.
    app: `npx --no -- github-actions-ecr synth --quiet${configOption(config)}`,
    // Without an id, the CLI would write one into the file.
    projectId: packageName,
    sendCrashReports: "false",
  };
  return `${JSON.stringify(app, undefined, 2)}\n`;
}

/** The option that names the access file, unless it has the default name. `init` only accepts names that need no quotes. */
export function configOption(config: string): string {
  return config === DEFAULT_CONFIG ? "" : ` --config ${config}`;
}

/** What the file says about each kind. */
const PUBLISHED: Readonly<Record<PublicationKind, string>> = {
  variables: "workflows read vars.AWS_REGION and so on. If yours read secrets.AWS_REGION, write secrets",
  secrets: "workflows read secrets.AWS_REGION and so on. GitHub drops job outputs that contain a secret",
};

/**
 * The smallest access.yaml, with comments.
 * @param config its path in the folder of package.json.
 * @param packageName of this package, which contains the schema.
 * @param bucket of the state of a pipeline, whose roles exist. Undefined: no pipeline.
 */
export function accessText(
  { owner, repository, branch, account, region, ecrRepository, publish }: Answers,
  config: string,
  packageName: string,
  bucket?: string,
): string {
  const schema = posix.relative(posix.dirname(config), `node_modules/${packageName}/access.schema.json`);
  const boundary = `arn:${knownPartition(region)}:iam::${account}:policy/AccessBoundary`;
  const [state, provider, limit] =
    bucket === undefined
      ? ["", "", ""]
      : [
          `state:\n  s3: { bucket: ${scalarText(bucket)}, region: ${scalarText(region)} }\n`,
          "    oidcProvider: existing # pipeline-roles creates it, and the permissions boundary\n",
          `permissionsBoundaryArn: ${boundary}\n        `,
        ];
  return `# yaml-language-server: $schema=${schema}

# Repositories created, renamed or transferred after 2026-07-15 send ids in their tokens. This command writes the ids into this file
# (GITHUB_TOKEN needs a token that can read the repository): npx github-actions-ecr resolve${configOption(config)}
github:
  owner: ${scalarText(owner)} # user or organization, in GitHub's casing
${state}accounts:
  - id: "${account}"
    region: ${scalarText(region)}
${provider}    roles:
      - ${limit}trust: # who can push
          - { repository: ${scalarText(repository)}, branch: ${scalarText(branch)} }
        ecr: # and where to; the ECR repository must exist
          repositories: [${scalarText(ecrRepository)}]
        publish: { as: ${publish} } # ${PUBLISHED[publish]}
`;
}

/**
 * Problems of the folder, a line each.
 * @param own the folder of this package.
 */
export function targetProblems(target: Target, own = ownFolder()): readonly string[] {
  const { cwd, folder, config, force } = target;
  if (statSync(resolve(cwd, folder), { throwIfNoEntry: false })?.isDirectory() === false) {
    return [`${folder}: expected a folder or a new name, got a file`];
  }
  const manifest = existingManifest(cwd, folder);
  return [
    ...(CONFIG_FILE.pattern.test(config)
      ? fileProblems(cwd, join(folder, config), force)
      : [
          `--config or ACCESS_CONFIG: expected ${CONFIG_FILE.noun} (${CONFIG_FILE.allowed}), got ${givenText(config)}`,
        ]),
    ...fileProblems(cwd, join(folder, APP_FILE), force),
    ...(manifest !== undefined && "problem" in manifest ? [`${manifest.path}: ${manifest.problem}`] : []),
    ...tarballProblems(target, own),
    ...pipelineProblems(target),
  ];
}

function fileProblems(cwd: string, path: string, force: boolean): readonly string[] {
  if (!exists(cwd, path)) return [];
  if (!force) return [`${path} exists. Use --force to overwrite it`];
  return statSync(resolve(cwd, path), { throwIfNoEntry: false })?.isDirectory()
    ? [`${path}: expected a file, got a folder`]
    : [];
}

/** Also true for a broken link. */
function exists(cwd: string, path: string): boolean {
  return lstatSync(resolve(cwd, path), { throwIfNoEntry: false }) !== undefined;
}

/** The package.json of a folder, if there is one. */
function existingManifest(
  cwd: string,
  folder: string,
): (ReadManifest & { readonly path: string; readonly text: string }) | undefined {
  const path = join(folder, MANIFEST_FILE);
  if (!exists(cwd, path)) return undefined;
  const text = readFileSync(resolve(cwd, path), "utf8");
  return { ...readManifest(text), path, text };
}
