/** The CDKTF app, as `npx cdktf` runs it: `cdktf.json` names this file. */
import "./lib/cli/runtime";
import "./lib/stacks/light-start";
import { EXIT, reported } from "./lib/cli/reported";
import { configPath, outputFolder } from "./lib/cli/surroundings";
import { loadedConfig } from "./lib/config/load";
import { accessApp } from "./lib/stacks/access-app";

void reported(async () => {
  accessApp(loadedConfig(configPath()), outputFolder()).synth();
  return { exit: EXIT.done, output: "" };
});
