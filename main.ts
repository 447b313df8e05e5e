/** The CDKTF app, as `npx cdktf` runs it: `cdktf.json` names this file. */
import "./lib/cli/runtime";
import { reported } from "./lib/cli/reported";
import { configPath, outputFolder } from "./lib/cli/surroundings";
import { loadedConfig } from "./lib/config/load";
import { accessApp } from "./lib/stacks/access-app";

process.exitCode = reported(() => {
  accessApp(loadedConfig(configPath()), outputFolder()).synth();
});
