import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { succeeded } from "../../deploy/support/project";
import { type Npm, npm } from "./npm";
import { leaveProjects } from "./projects";

/** Installs the package once for all tests, with CDKTF and without it. */
module.exports = async function setup(): Promise<void> {
  const user = await npm();
  const { folder, tarball, env } = user;
  const withCdktf = join(folder, "with CDKTF");
  const withoutCdktf = join(folder, "without CDKTF");
  const fromTarball = join(folder, "from a tarball");
  try {
    await install(user, withCdktf, "cdktf-github-actions-ecr", "@types/node");
    await install(user, withoutCdktf, "--legacy-peer-deps", "cdktf-github-actions-ecr");
    await install(user, fromTarball, "--legacy-peer-deps", tarball);
    await user.stop();
  } catch (error) {
    await user.close();
    throw error;
  }
  leaveProjects({ folder, tarball, env, withCdktf, withoutCdktf, fromTarball });
};

async function install(user: Npm, folder: string, ...args: readonly string[]): Promise<void> {
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "app", private: true }));
  succeeded(await user.run(folder, "npm", "install", ...args));
}
