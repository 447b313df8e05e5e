import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { parseConfig } from "../../lib/config/load";
import { pageSamples, ROOT } from "./pages";

/** The pages whose samples are of access.yaml, or of a part of it. */
const PAGES = ["docs/guide/", "docs/access-yaml.md"];

const ROLE_KEYS = ["name", "trust", "trustPolicy", "ecr", "publish", "acceptRisks"];
const GITHUB_KEYS = ["owners", "repositories", "environments", "subjectTemplates"];
const TOP_KEYS = ["state", "accounts"];
/** What a workflow or one of its steps begins with. */
const WORKFLOW_KEYS = ["run", "uses", "on", "jobs", "permissions", "with"];

const [ROLE] = parse(readFileSync(join(ROOT, "access.yaml"), "utf8")).accounts[0].roles;

/** Keys of `ecr` in an account that `ecr` in a role does not have. */
const REGISTRY_KEYS = ["defaults", "createOnPush", "pullThroughCache", "replication"];

/** A file around entries of `trust`, keys of a role, or keys of `github`; nothing for a sample of a workflow. */
function fileAround(code: string): string | undefined {
  if (/^github:$/m.test(code)) return code;
  const part: unknown = parse(code);
  if (Array.isArray(part)) return isPart(part[0], WORKFLOW_KEYS) ? undefined : file({}, { trust: part });
  if (isRegistry(part)) return file({}, { ecr: { repositories: "any-*", access: "pull" } }, part);
  if (isPart(part, ROLE_KEYS)) return file({}, part);
  if (isPart(part, GITHUB_KEYS)) return file(part, {});
  if (isPart(part, TOP_KEYS)) return stringify({ ...parse(file({}, {})), ...Object(part) });
  return undefined;
}

function isPart(value: unknown, keys: readonly string[]): value is object {
  return Object.keys(Object(value)).every((key) => keys.includes(key));
}

/** Whether a sample is the section `ecr` of an account. In a role, its repositories are only names. */
function isRegistry(value: unknown): value is { readonly ecr: object } {
  const { ecr, ...others } = Object(value);
  if (Object.keys(others).length > 0 || ecr === undefined) return false;
  const repositories: readonly unknown[] = [Object(ecr).repositories ?? []].flat();
  return REGISTRY_KEYS.some((key) => key in ecr) || repositories.some((each) => typeof each === "object");
}

function file(github: object, role: object, account: object = {}): string {
  const { trust, ...rest } = ROLE;
  const roles = [{ ...rest, ...("trustPolicy" in role ? {} : { trust }), ...role }];
  const owners = { acme: { id: 123456, subject: "immutable" } };
  return stringify({
    github: { owner: "acme", owners, repositories: ids("web", "api"), ...github },
    accounts: [{ id: "123456789012", region: "ap-northeast-2", ...account, roles }],
  });
}

function ids(...names: readonly string[]): object {
  return Object.fromEntries(names.map((name, index) => [name, { id: 456789 + index }]));
}

const samples = pageSamples()
  .filter(({ language, place, code }) => {
    // __tests__/readme.test.ts reads whole files.
    return language === "yaml" && PAGES.some((page) => place.startsWith(page)) && !code.startsWith("github:");
  })
  .flatMap(({ place, code }) => {
    const text = fileAround(code);
    return text === undefined ? [] : [{ place, text }];
  });

test("the guides have samples of access.yaml", () => {
  expect(samples.length).toBeGreaterThan(20);
});

test.each(samples)("the sample at $place is a valid access.yaml, or a part of one", ({ place, text }) => {
  expect(() => parseConfig(text, place)).not.toThrow();
});
