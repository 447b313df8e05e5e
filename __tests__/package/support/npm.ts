import { mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { succeeded } from "../../deploy/support/project";
import { cleanEnvironment, type Ending, run } from "../../deploy/support/terraform";
import { registry } from "./registry";

const ROOT = join(__dirname, "..", "..", "..");

/** npm with a home folder and a cache of its own. */
export interface Npm {
  /** Holds home and cache, and may hold projects. There is a space in its name. */
  readonly folder: string;
  /** This package as npm packs it. */
  readonly tarball: string;
  readonly env: NodeJS.ProcessEnv;
  readonly run: (cwd: string, command: string, ...args: readonly string[]) => Promise<Ending>;
  /** Stops the registry. */
  stop(): Promise<void>;
  /** Stops it and leaves nothing behind. */
  close(): Promise<void>;
}

/** Packs the package and starts a registry with it. */
export async function npm(): Promise<Npm> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "npm of a user-"));
  const env = userEnvironment(folder);
  // The script prepack builds the package.
  const pack = ["pack", "--ignore-scripts=false", "--pack-destination", folder];
  succeeded(await run("npm", pack, { cwd: ROOT, env }));
  const tarball = join(folder, String(readdirSync(folder).find((name) => name.endsWith(".tgz"))));
  const { url, close: stop } = await registry(tarball);
  const userEnv = { ...env, npm_config_registry: url };
  return {
    folder,
    tarball,
    env: userEnv,
    run: (cwd, command, ...args) => run(command, args, { cwd, env: userEnv }),
    stop,
    async close() {
      await stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The environment without the variables that npm sets for scripts, such as these tests. */
function userEnvironment(home: string): NodeJS.ProcessEnv {
  const clean = Object.entries(cleanEnvironment()).filter(
    ([name]) => !/^(?:npm_|CDKTF_|ACCESS_)/i.test(name),
  );
  const path = (process.env.PATH ?? "").split(delimiter).filter((part) => !part.endsWith(".bin"));
  return {
    ...Object.fromEntries(clean),
    HOME: home,
    PATH: path.join(delimiter),
    npm_config_cache: join(home, "cache"),
    npm_config_userconfig: devNull,
    npm_config_ignore_scripts: "true",
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_update_notifier: "false",
    // On a terminal, npx asks before it downloads a package.
    npm_config_yes: "true",
  };
}
