import { basename, join, resolve } from "node:path";
import { parseConfig } from "../../config/load";
import { ConfigError } from "../../config/problem";
import { configOption } from "../output/shell-text";
import type { OwnPackage } from "../own-package";
import { accessText } from "./access-text";
import type { Answers } from "./answers";
import {
  completedText,
  folderNeeds,
  lackedPackages,
  type NeededPackage,
  type Needs,
  newManifest,
} from "./manifest";
import {
  APP_FILE,
  IGNORE_FILE,
  isThere,
  manifestPath,
  standingManifest,
  type Target,
  targetProblems,
} from "./target";

/** What goes into a folder. */
export interface Project {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Files that stay as they are. */
  readonly kept: readonly string[];
  /** What a package.json that stays does not name. */
  readonly lacks: readonly NeededPackage[];
}

const IGNORED = ["node_modules/", "cdktf.out/", "*.tfstate", "*.tfstate.*"];

/**
 * The texts of all files.
 * @throws ConfigError where something keeps them from being written.
 */
export function project(answers: Answers, target: Target, own: OwnPackage): Project {
  const problems = targetProblems(target);
  if (problems.length > 0) throw new ConfigError(problems);
  const { cwd, folder, config } = target;
  const access = { path: join(folder, config), text: accessText(answers, config, own.name) };
  // Answers that are right one by one may be too much together, such as a branch that no trust policy has room for.
  parseConfig(access.text, access.path);
  const manifest = manifestPart(target, folderNeeds(own, configOption(config)));
  const ignoreFile = join(folder, IGNORE_FILE);
  const isIgnored = isThere(cwd, ignoreFile);
  return {
    files: [
      access,
      { path: join(folder, APP_FILE), text: appText(config, own.name) },
      ...manifest.files,
      ...(isIgnored ? [] : [{ path: ignoreFile, text: `${IGNORED.join("\n")}\n` }]),
    ],
    kept: isIgnored ? [...manifest.kept, ignoreFile] : manifest.kept,
    lacks: manifest.lacks,
  };
}

function manifestPart({ cwd, folder, force }: Target, needs: Needs): Project {
  const path = manifestPath(folder);
  const standing = standingManifest(cwd, folder);
  if (standing === undefined) {
    return {
      files: [{ path, text: newManifest(basename(resolve(cwd, folder)), needs) }],
      kept: [],
      lacks: [],
    };
  }
  if ("problem" in standing) throw new ConfigError([`${path} ${standing.problem}`]);
  const { manifest, text: before } = standing;
  const after = completedText(before, manifest, needs);
  return force && after !== before
    ? { files: [{ path, text: after }], kept: [], lacks: [] }
    : { files: [], kept: [path], lacks: lackedPackages(manifest, needs) };
}

/** What the CDKTF CLI reads: the app that it runs is this package's own `synth`. */
function appText(config: string, packageName: string): string {
  const app = {
    language: "typescript",
    // Without --no, npx would install a package that has the command's name, whosever it is, where this one is not installed.
    app: `npx --no -- github-actions-ecr synth --quiet${configOption(config)}`,
    // Where there is none, the CLI writes one into the file.
    projectId: packageName,
    sendCrashReports: "false",
  };
  return `${JSON.stringify(app, undefined, 2)}\n`;
}
