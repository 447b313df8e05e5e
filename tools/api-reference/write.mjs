/**
 * node tools/api-reference/write.mjs FOLDER [MODEL]: writes the API reference into a folder, and TypeDoc's model into a JSON file.
 * Exit code 1 if TypeDoc warns: about a type that is used but not exported, or a broken link.
 */
import { fileURLToPath } from "node:url";
import { Application, ArgumentsReader, TSConfigReader, TypeDocReader } from "typedoc";

const [folder, model] = process.argv.slice(2);
const options = fileURLToPath(new URL("typedoc.json", import.meta.url));
const outputs = ["--out", folder, ...(model === undefined ? [] : ["--json", model])];
const app = await Application.bootstrapWithPlugins({}, [
  new ArgumentsReader(0, ["--options", options, "--logLevel", "Warn", ...outputs]),
  new TypeDocReader(),
  new TSConfigReader(),
]);
const project = await app.convert();
if (project === undefined) throw new Error("the sources cannot be read");
app.validate(project);
await app.generateOutputs(project);
if (app.logger.hasErrors() || app.logger.hasWarnings()) process.exitCode = 1;
