import { rmSync } from "node:fs";
import { projects } from "./projects";

module.exports = async function teardown(): Promise<void> {
  rmSync(projects().folder, { recursive: true });
};
