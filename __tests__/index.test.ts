import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as root from "../lib/index";
import * as policy from "../lib/policy/index";
import { commentOf, isExemplified, KINDS, type Reflection, writtenReference } from "./api-model";
import { docstringSamples } from "./samples/pages";

const folder = mkdtempSync(join(tmpdir(), "api-"));
let entries: readonly Reflection[] = [];

beforeAll(() => {
  entries = writtenReference(join(folder, "api"), join(folder, "model.json"));
}, 120_000);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

type Names = Readonly<Record<string, readonly string[]>>;

/** Names of `cdktf-github-actions-ecr`. Removing or renaming one breaks the build of its users. */
const ROOT_NAMES: Names = {
  class: [
    "ConfigError",
    "EcrRepositories",
    "EcrRole",
    "GithubActionsEcr",
    "GithubEnvironment",
    "GithubOidcProvider",
    "GithubSubjectTemplate",
    "GithubValues",
    "GithubWorkflow",
    "StateBucket",
    "TestedAwsProvider",
    "TestedGithubProvider",
  ],
  function: ["createApp", "generateWorkflow", "loadConfig", "parseConfig"],
  interface: [
    "AcceptedRisk",
    "AccountProps",
    "Config",
    "ContextProps",
    "EcrProps",
    "EcrPublicProps",
    "EcrRepositoriesProps",
    "EcrRepositoryProps",
    "EcrSettingsProps",
    "GithubEnvironmentProps",
    "GithubOidcProviderProps",
    "GithubSubjectTemplateProps",
    "GithubValuesProps",
    "GithubWorkflowProps",
    "LifecycleProps",
    "ProviderVersionsProps",
    "PublishProps",
    "RoleProps",
    "RoleWorkflow",
    "RoleWorkflowProps",
    "StateBucketProps",
    "SubjectTrustProps",
  ],
  type: ["EcrRoleProps", "GithubActionsEcrProps", "RepositoryTrustProps", "TrustProps"],
};

/** Names of `cdktf-github-actions-ecr/policy`. */
const POLICY_NAMES: Names = {
  const: ["RULES"],
  function: ["ecrPolicies", "evaluate", "lintTrustPolicy", "parsePolicy", "trustPolicy"],
  interface: [
    "Condition",
    "ConditionAnswer",
    "Decision",
    "DocumentProblem",
    "EcrPermissions",
    "Finding",
    "LintOptions",
    "NamedPolicy",
    "ParsedPolicy",
    "PolicyDocument",
    "Rule",
    "Statement",
    "StatementDecision",
    "TokenRequest",
    "Trust",
  ],
  type: ["TrustEntry"],
};

const ENTRIES = [
  { entry: "cdktf-github-actions-ecr", names: ROOT_NAMES, imported: root },
  { entry: "cdktf-github-actions-ecr/policy", names: POLICY_NAMES, imported: policy },
];

/** TypeDoc's number for a property. */
const PROPERTY = 1024;

function filesBelow(path: string): readonly string[] {
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .sort();
}

/** The names of an entry by kind, sorted. */
function byKind(reflections: readonly Reflection[]): Names {
  const kinds = [...new Set(reflections.map(kindOf))].sort();
  return Object.fromEntries(
    kinds.map((kind) => [
      kind,
      reflections
        .filter((each) => kindOf(each) === kind)
        .map(({ name }) => name)
        .sort(),
    ]),
  );
}

function kindOf({ kind }: Reflection): string {
  return KINDS.get(kind) ?? String(kind);
}

function isType(kind: string): boolean {
  return kind === "interface" || kind === "type";
}

function publicNames(): readonly Reflection[] {
  return entries.flatMap(({ children = [] }) => children);
}

test.each(ENTRIES)("$entry exports these names and no others", ({ entry, names, imported }) => {
  const { children = [] } = entries.find(({ name }) => name === entry) ?? {};
  expect(byKind(children)).toStrictEqual(names);
  const values = Object.entries(names).flatMap(([kind, list]) => (isType(kind) ? [] : list));
  expect(Object.keys(imported).sort()).toStrictEqual(values.sort());
});

test("every public name has a docstring", () => {
  const lacking = publicNames().filter((name) => (commentOf(name)?.summary.length ?? 0) === 0);
  expect(lacking.map(({ name }) => name)).toStrictEqual([]);
});

test("every public class and function has an example, and nothing else has one", () => {
  const exemplified = publicNames().filter(isExemplified);
  const expected = publicNames().filter((name) => ["class", "function"].includes(kindOf(name)));
  expect(exemplified.map(({ name }) => name)).toStrictEqual(expected.map(({ name }) => name));
});

test("the examples in lib are those of the public classes and functions", () => {
  const expected = publicNames().filter(isExemplified);
  expect(docstringSamples()).toHaveLength(expected.length);
});

test("every property of a construct and of its props has a docstring", () => {
  const lacking = publicNames()
    .filter((name) => kindOf(name) === "class" || name.name.endsWith("Props"))
    .flatMap((name) =>
      (name.children ?? [])
        .filter((child) => child.kind === PROPERTY)
        .filter((child) => (commentOf(child)?.summary.length ?? 0) === 0)
        .map((child) => `${name.name}.${child.name}`),
    );
  expect(lacking).toStrictEqual([]);
});

test("the API reference is written without warnings, a page for each entry", () => {
  expect(filesBelow(join(folder, "api"))).toStrictEqual([
    "README.md",
    "cdktf-github-actions-ecr.md",
    join("cdktf-github-actions-ecr", "policy.md"),
  ]);
});
