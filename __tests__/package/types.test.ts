import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { succeeded } from "../deploy/support/project";
import { folderIn, node, projects } from "./support/projects";

/** An app with constructs, compiled with every module resolution of TypeScript. */
const APP = join(__dirname, "app");
const COMPILERS = { oldest: "typescript-5.4", newest: "typescript" } as const;

interface Way {
  readonly compiler: keyof typeof COMPILERS;
  readonly module: string;
  readonly moduleResolution: string;
  /** Of the app's package.json. */
  readonly type: "commonjs" | "module";
}

const WAYS: readonly Way[] = [
  // What `cdktf init` writes. TypeScript 7 no longer has it.
  { compiler: "oldest", module: "commonjs", moduleResolution: "node10", type: "commonjs" },
  { compiler: "newest", module: "commonjs", moduleResolution: "bundler", type: "commonjs" },
  ...(["oldest", "newest"] as const).flatMap((compiler): readonly Way[] => [
    { compiler, module: "node16", moduleResolution: "node16", type: "commonjs" },
    { compiler, module: "nodenext", moduleResolution: "nodenext", type: "module" },
    { compiler, module: "preserve", moduleResolution: "bundler", type: "module" },
  ]),
];

test.each(WAYS)(
  "an app compiles and gives its JSON: $compiler TypeScript, $module, $moduleResolution, $type",
  async ({ compiler, module, moduleResolution, type }) => {
    const folder = folderIn(projects().withCdktf, APP);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type }));
    const compilerOptions = {
      target: "es2022",
      module,
      moduleResolution,
      strict: true,
      skipLibCheck: false,
      types: ["node"],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["main.ts"] }));
    const tsc = require.resolve(join(COMPILERS[compiler], "package.json")).replace("package.json", "bin/tsc");
    expect(succeeded(await node(folder, tsc))).toBe("");
    succeeded(await node(folder, "main.js"));
    expect(JSON.parse(readFileSync(join(folder, "cdktf.out/stacks/web/cdk.tf.json"), "utf8"))).toStrictEqual(
      JSON.parse(readFileSync(join(APP, "web.tf.json"), "utf8")),
    );
  },
);
