import { basename, join, resolve } from "node:path";
import { parseConfig } from "../../config/load";
import { ConfigError } from "../../config/problem";
import { configOption } from "../output";
import type { OwnPackage } from "../own-package";
import { accessText } from "./access-text";
import type { Answers } from "./answers";
import {
  completedText,
  folderNeeds,
  missingPackages,
  type NeededPackage,
  type Needs,
  newManifest,
} from "./manifest";
import { ownSpec } from "./own-spec";
import {
  APP_FILE,
  existingManifest,
  exists,
  IGNORE_FILE,
  manifestPath,
  type Target,
  targetProblems,
} from "./target";

/** The files of a new project. */
export interface Project {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Existing files that stay unchanged. */
  readonly kept: readonly string[];
  /** Packages that an existing package.json does not name. */
  readonly missing: readonly NeededPackage[];
  /** The clone to pack before `npm install`. */
  readonly clone: string | undefined;
}

const IGNORED = ["node_modules/", "cdktf.out/", "*.tfstate", "*.tfstate.*"];

/** @throws ConfigError if the files cannot be written. */
export function project(answers: Answers, target: Target, own: OwnPackage): Project {
  const problems = targetProblems(target);
  if (problems.length > 0) throw new ConfigError(problems);
  const { cwd, folder, config } = target;
  const access = { path: join(folder, config), text: accessText(answers, config, own.name) };
  // Valid answers can be too long together for a trust policy.
  parseConfig(access.text, access.path);
  const spec = ownSpec(resolve(cwd, folder));
  const { files, kept, missing, isOwnAdded } = manifestPart(
    target,
    folderNeeds(own, spec.range, configOption(config)),
    own.name,
  );
  const ignoreFile = join(folder, IGNORE_FILE);
  const isIgnored = exists(cwd, ignoreFile);
  return {
    files: [
      access,
      { path: join(folder, APP_FILE), text: appText(config, own.name) },
      ...files,
      ...(isIgnored ? [] : [{ path: ignoreFile, text: `${IGNORED.join("\n")}\n` }]),
    ],
    kept: isIgnored ? [...kept, ignoreFile] : kept,
    missing,
    clone: isOwnAdded ? spec.clone : undefined,
  };
}

interface ManifestPart extends Omit<Project, "clone"> {
  /** Whether package.json did not name this package. */
  readonly isOwnAdded: boolean;
}

function manifestPart({ cwd, folder, force }: Target, needs: Needs, ownName: string): ManifestPart {
  const path = manifestPath(folder);
  const existing = existingManifest(cwd, folder);
  if (existing === undefined) {
    const text = newManifest(basename(resolve(cwd, folder)), needs);
    return { files: [{ path, text }], kept: [], missing: [], isOwnAdded: true };
  }
  if ("problem" in existing) throw new ConfigError([`${path}: ${existing.problem}`]);
  const { manifest, text: before } = existing;
  const missing = missingPackages(manifest, needs);
  const isOwnAdded = missing.some(({ name }) => name === ownName);
  const after = completedText(before, manifest, needs);
  return force && after !== before
    ? { files: [{ path, text: after }], kept: [], missing: [], isOwnAdded }
    : { files: [], kept: [path], missing, isOwnAdded };
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
