const { readdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");

/** Packages that are ES modules alone, which Jest loads as CommonJS. */
const ES_MODULES = ["@actions/", "@octokit/", "before-after-hook/", "universal-user-agent/"];

/** What every project has in common. */
const BASE = {
  testEnvironment: "node",
  transform: { "\\.[jt]s$": "@swc/jest" },
  transformIgnorePatterns: [`/node_modules/(?!(?:${ES_MODULES.join("|")}))`],
};

/** A temporary folder for one run, which the tests and what they start inherit, and which goes with the run. */
const OWN_TEMPORARY_FOLDER = {
  globalSetup: "<rootDir>/__tests__/support/temporary-folder/make.ts",
  globalTeardown: "<rootDir>/__tests__/support/temporary-folder/remove.ts",
};

/** A package that only `import` finds. */
const IMPORT_ONLY = { "^@actions/expressions$": "<rootDir>/node_modules/@actions/expressions/dist/index.js" };

/** Imports of the package lead to its source. */
const OWN_SOURCE = {
  "^cdktf-github-actions-ecr$": "<rootDir>/lib/index.ts",
  "^cdktf-github-actions-ecr/policy$": "<rootDir>/lib/policy/index.ts",
};

/** Projects whose tests need more than Node, each a folder of tests. */
const OWN_FOLDERS = ["deploy", "package", "page"];

/** Tests of the documentation, and those that start a compiler or a linter of another project. */
const DOCS = ["samples/", "index\\.test\\.ts$", "workflow/workflow-lint\\.test\\.ts$"];

/** The tests that run more cases at full depth: those that import `__tests__/support/runs`. */
function propertyTests() {
  const files = readdirSync(join(__dirname, "__tests__"), { recursive: true });
  return files
    .filter((file) => file.endsWith(".test.ts"))
    .filter((file) => readFileSync(join(__dirname, "__tests__", file), "utf8").includes('/support/runs"'))
    .map((file) => `<rootDir>/__tests__/${file.replaceAll("\\", "/")}`);
}

module.exports = {
  // Jest leaves one core idle unless told otherwise.
  maxWorkers: "100%",
  // A busy machine is no failure: tests of speed measure for themselves.
  testTimeout: 30_000,
  projects: [
    {
      ...BASE,
      ...OWN_TEMPORARY_FOLDER,
      displayName: "unit",
      testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
      testPathIgnorePatterns: [
        "/node_modules/",
        ...OWN_FOLDERS.map((name) => `<rootDir>/__tests__/${name}/`),
        ...DOCS.map((path) => `<rootDir>/__tests__/${path}`),
      ],
      moduleNameMapper: { ...OWN_SOURCE, ...IMPORT_ONLY },
    },
    {
      ...BASE,
      ...OWN_TEMPORARY_FOLDER,
      displayName: "soundness",
      testMatch: propertyTests(),
      moduleNameMapper: OWN_SOURCE,
      setupFiles: ["<rootDir>/__tests__/support/full-depth.ts"],
    },
    {
      ...BASE,
      ...OWN_TEMPORARY_FOLDER,
      displayName: "docs",
      testRegex: DOCS.map((path) =>
        path.endsWith("/") ? `/__tests__/${path}.*\\.test\\.ts$` : `/__tests__/${path}`,
      ),
      moduleNameMapper: OWN_SOURCE,
    },
    { ...BASE, displayName: "page", testMatch: ["<rootDir>/__tests__/page/**/*.test.ts"] },
    {
      ...BASE,
      displayName: "package",
      testMatch: ["<rootDir>/__tests__/package/**/*.test.ts"],
      globalSetup: "<rootDir>/__tests__/package/support/setup.ts",
      globalTeardown: "<rootDir>/__tests__/package/support/teardown.ts",
    },
    {
      ...BASE,
      displayName: "deploy",
      testMatch: ["<rootDir>/__tests__/deploy/**/*.test.ts"],
      moduleNameMapper: IMPORT_ONLY,
    },
  ],
};
