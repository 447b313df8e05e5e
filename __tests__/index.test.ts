import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as whole from "../lib/index";
import * as policy from "../lib/policy/index";
import { commentOf, filesOf, isExemplified, KINDS, type Reflection, writtenReference } from "./api-model";

const ROOT = join(__dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "api-"));
let names: readonly Reflection[] = [];

beforeAll(() => {
  names = writtenReference(join(folder, "api"), join(folder, "model.json"));
}, 120_000);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

type Names = Readonly<Record<string, readonly string[]>>;

/** Names of `cdktf-github-actions-ecr/policy`. A name that goes is a change that breaks somebody's build. */
const POLICY: Names = {
  const: [
    "CLAIMS",
    "DEFAULT_TEMPLATE",
    "ECR_LOGIN_ACTIONS",
    "ECR_PULL_ACTIONS",
    "ECR_PUSH_ACTIONS",
    "ECR_PUSH_PULL_ACTIONS",
    "GITHUB_COM_ISSUER",
    "MAX_MANAGED_POLICY_CHARACTERS",
    "MAX_TRUST_POLICY_CHARACTERS",
    "EMPTY_CONTEXT",
    "RULES",
    "TEMPLATE_KEYS",
  ],
  function: [
    "apiBaseUrl",
    "countedCharacters",
    "defaultAudience",
    "ecrPolicies",
    "ecrPolicy",
    "ecrRepositoryArn",
    "evaluate",
    "lintTrustPolicy",
    "githubAt",
    "issuerHost",
    "knownPartition",
    "oidcProviderArn",
    "partitionOf",
    "parsePolicy",
    "registryHost",
    "roleArn",
    "roleTrustPolicy",
    "spellings",
    "subjectPatterns",
    "requestContext",
    "trustPolicy",
    "trustedSubjects",
  ],
  interface: [
    "Decision",
    "ArnScope",
    "Violation",
    "Condition",
    "ConditionAnswer",
    "DocumentProblem",
    "EcrPermissions",
    "Finding",
    "NamedPolicy",
    "Operator",
    "PermissionStatement",
    "PolicyDocument",
    "Principals",
    "ParsedPolicy",
    "RepositoryEntry",
    "Rule",
    "Statement",
    "StatementDecision",
    "SubjectEntry",
    "SubjectIds",
    "LintContext",
    "TextRule",
    "RequestContext",
    "Trust",
    "TrustStatement",
  ],
  type: [
    "ClaimName",
    "Claims",
    "ColonForm",
    "Comparison",
    "Context",
    "DocumentKind",
    "DocumentPath",
    "EcrAccess",
    "Github",
    "NonEmpty",
    "OneOrMore",
    "Outcome",
    "PolicyJson",
    "Partition",
    "RoleTrust",
    "Severity",
    "Spellings",
    "SubjectFormat",
    "SubjectTemplate",
    "TemplateKey",
    "TokenClaims",
    "TrustEntry",
    "TrustScope",
  ],
};

/** What `cdktf-github-actions-ecr` has besides. */
const OTHERS: Names = {
  class: [
    "ConfigError",
    "EcrRole",
    "GithubActionsEcr",
    "GithubEnvironment",
    "GithubOidcProvider",
    "GithubSubjectTemplate",
    "GithubValues",
    "GithubWorkflow",
    "StateBucket",
  ],
  function: ["createApp", "loadConfig", "parseConfig", "generateWorkflow"],
  interface: [
    "AcceptedRisk",
    "Account",
    "AccountProps",
    "BucketStack",
    "Config",
    "ContextProps",
    "EcrProps",
    "Environment",
    "EnvironmentOfApp",
    "GithubEnvironmentProps",
    "GithubHost",
    "GithubOidcProviderProps",
    "GithubSubjectTemplateProps",
    "GithubValue",
    "GithubValuesProps",
    "GithubWorkflowFile",
    "GithubWorkflowProps",
    "IdProps",
    "Owner",
    "Publication",
    "PublishProps",
    "PublishedValue",
    "Repository",
    "RepositoryEnvironment",
    "ReviewersOfEnvironment",
    "Risk",
    "RiskPlace",
    "Role",
    "RoleProps",
    "RoleWorkflow",
    "RoleWorkflowProps",
    "S3State",
    "StateBucketProps",
    "SubjectTrustProps",
    "Template",
    "WhoProps",
    "WorkflowRole",
    "WorkflowValues",
  ],
  type: [
    "ClaimProps",
    "EcrRoleProps",
    "GithubActionsEcrProps",
    "GithubId",
    "GithubValueKind",
    "GithubValueTarget",
    "NamedRepository",
    "OidcProviderMode",
    "OneOf",
    "PartialBackend",
    "PassedBackend",
    "Path",
    "PublicationKind",
    "PublicationLevel",
    "RepositoryTrustProps",
    "Setting",
    "Settings",
    "SourcedEntry",
    "StackLanguage",
    "State",
    "Tags",
    "TrustProps",
    "ValueContent",
    "ValueTarget",
    "Visibility",
  ],
};

/** TypeDoc's number for a property. */
const PROPERTY = 1024;

/** Names by their kinds, in the order of the letters. */
function byKind(list: readonly (readonly [kind: string, name: string])[]): Names {
  const kinds = [...new Set(list.map(([kind]) => kind))].sort();
  return Object.fromEntries(
    kinds.map((kind) => [
      kind,
      list
        .filter(([own]) => own === kind)
        .map(([, name]) => name)
        .sort(),
    ]),
  );
}

function pairs(table: Names): readonly (readonly [string, string])[] {
  return Object.entries(table).flatMap(([kind, list]) => list.map((name) => [kind, name] as const));
}

/** What JavaScript sees of a table. */
function values(table: Names): readonly string[] {
  return pairs(table)
    .filter(([kind]) => kind !== "interface" && kind !== "type")
    .map(([, name]) => name)
    .sort();
}

/** What a file exports by lists, `type` in front of types. */
function listed(path: string): readonly string[] {
  const lists = [...readFileSync(join(ROOT, path), "utf8").matchAll(/^export (type )?\{([^}]*)\}/gm)];
  return lists
    .flatMap(([, type = "", names = ""]) =>
      names
        .split(",")
        .map((name) => name.trim())
        .filter((name) => name !== "")
        .map((name) => (name.startsWith("type ") ? name : `${type}${name}`)),
    )
    .sort();
}

function listedAs(table: Names): readonly string[] {
  return pairs(table)
    .map(([kind, name]) => (kind === "interface" || kind === "type" ? `type ${name}` : name))
    .sort();
}

test("the package exports these names and no others", () => {
  const found = names.map(({ kind, name }) => [KINDS.get(kind) ?? String(kind), name] as const);
  expect(byKind(found)).toStrictEqual(byKind([...pairs(POLICY), ...pairs(OTHERS)]));
  expect(Object.keys(whole).sort()).toStrictEqual([...values(POLICY), ...values(OTHERS)].sort());
});

test("the part policy exports these names and no others", () => {
  expect(listed("lib/policy/index.ts")).toStrictEqual(listedAs(POLICY));
  expect(Object.keys(policy).sort()).toStrictEqual(values(POLICY));
});

test("every public name has a docstring with an example", () => {
  const lacking = names
    .filter((name) => (commentOf(name)?.summary.length ?? 0) === 0 || !isExemplified(name))
    .map(({ name }) => name);
  expect(lacking).toStrictEqual([]);
});

test("every property of a construct and of its props has a docstring", () => {
  const lacking = names
    .filter(({ name, kind }) => KINDS.get(kind) === "class" || name.endsWith("Props"))
    .flatMap((name) =>
      (name.children ?? [])
        .filter((child) => child.kind === PROPERTY)
        .filter((child) => (commentOf(child)?.summary.length ?? 0) === 0)
        .map((child) => `${name.name}.${child.name}`),
    );
  expect(lacking).toStrictEqual([]);
});

test("docs/api is what npm run api writes", () => {
  expect(filesOf(join(ROOT, "docs", "api"))).toStrictEqual(filesOf(join(folder, "api")));
});
