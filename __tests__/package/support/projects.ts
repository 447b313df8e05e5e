import { cpSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { type Ending, run } from "../../deploy/support/terraform";

/** What the setup passes to the tests in an environment variable. */
export interface Projects {
  readonly tarball: string;
  readonly env: NodeJS.ProcessEnv;
  /** Holds all of it. */
  readonly folder: string;
  /** The package is installed with its peers, and Node's types. */
  readonly withCdktf: string;
  /** It is installed alone, as by a package manager that leaves peers to the user. */
  readonly withoutCdktf: string;
  /** The same, installed from the tarball. */
  readonly fromTarball: string;
}

const VARIABLE = "INSTALLED_PROJECTS";

export function leaveProjects(projects: Projects): void {
  process.env[VARIABLE] = JSON.stringify(projects);
}

export function projects(): Projects {
  return JSON.parse(String(process.env[VARIABLE]));
}

/** A new folder below a project, which finds the packages of the project. */
export function folderIn(project: string, files = ""): string {
  const folder = mkdtempSync(join(project, "below "));
  if (files !== "") cpSync(files, folder, { recursive: true });
  return folder;
}

/** Runs the command of the package as npm links it. */
export function command(project: string, cwd: string, ...args: readonly string[]): Promise<Ending> {
  return run(join(project, "node_modules", ".bin", "github-actions-ecr"), args, { cwd, env: projects().env });
}

export function node(cwd: string, ...args: readonly string[]): Promise<Ending> {
  return run(process.execPath, args, { cwd, env: projects().env });
}
