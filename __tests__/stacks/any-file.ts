import fc from "fast-check";
import { parseConfig } from "../../lib/config/load";
import { ConfigError } from "../../lib/config/problem";
import type { Config } from "../../lib/config/types";
import { TEMPLATE_KEYS } from "../../lib/policy/subject/template";

/** Names that could collide with each other, with JavaScript properties or with Terraform syntax. */
export const REPOSITORIES = [
  "web",
  "a",
  "a_b",
  "organization",
  "Resource",
  "constructor",
  "my.repo",
  "other/web",
];
const ENVIRONMENTS = [
  "prod",
  "a",
  "a_b",
  "b_c",
  "branch",
  `\${x}%{y}`,
  "Resource",
  "toString",
  "two words",
  "p*",
  "with:colon",
];
const VALUE_NAMES = ["A", "b_A", "c_A", "web_A", "Resource", "constructor", "toString", "region"];
const PATTERNS = ["main", "release/*", "*", `\${x}`, "%{y}", "a_b", "Resource", "[!x]*"];
const PEOPLE = ["octo", "cat", "Resource", "constructor"];

const ORIGIN = fc.constantFrom("create", "create", "import", "existing");

/** Values that no key accepts, or only some keys. */
const WRONG = fc.constantFrom<unknown>(
  null,
  5,
  -1,
  0.5,
  true,
  false,
  "",
  "*",
  "x y",
  [],
  {},
  [null],
  [[]],
  [{}],
  { a: null },
);

/** A valid part of a file, or an invalid one in some files. */
export type Part = (right: fc.Arbitrary<unknown>) => fc.Arbitrary<unknown>;
export const RIGHT: Part = (right) => right;
export const WILD: Part = (right) =>
  fc.oneof({ weight: 12, arbitrary: right }, { weight: 1, arbitrary: WRONG });

/** A subset of a list. */
function some(list: readonly string[], maxLength = 3): fc.Arbitrary<string[]> {
  return fc.uniqueArray(fc.constantFrom(...list), { minLength: 1, maxLength });
}

/** A map with a subset of its keys. */
function optional(keys: Record<string, fc.Arbitrary<unknown>>, part: Part, requiredKeys: string[] = []) {
  return fc.record(Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, part(value)])), {
    requiredKeys,
  });
}

function publish(part: Part): fc.Arbitrary<unknown> {
  const values = some(VALUE_NAMES, 4).chain((names) =>
    fc.record(
      Object.fromEntries(
        names.map((name) => [
          name,
          part(fc.constantFrom("region", "accountId", "roleName", "roleArn", "registry")),
        ]),
      ),
    ),
  );
  const keys = (levels: readonly string[]) =>
    optional(
      {
        as: levels.includes("dependabot") ? fc.constant("secrets") : fc.constantFrom("secrets", "variables"),
        to: fc.constant(levels),
        repositories: some(REPOSITORIES),
        values,
        prefix: fc.constantFrom("", "b_", "web_", "GITHUB"),
        origin: ORIGIN,
        ...(levels.includes("organization") && { visibility: fc.constantFrom("private", "all", "selected") }),
      },
      part,
      ["to"],
    );
  return fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(false, {}) },
    {
      weight: 8,
      arbitrary: some(["repository", "environment", "organization", "dependabot"], 4).chain(keys),
    },
  );
}

function environment(part: Part): fc.Arbitrary<unknown> {
  const name = fc.constantFrom(...ENVIRONMENTS);
  const made = optional(
    {
      name,
      repositories: some(REPOSITORIES),
      branches: some(PATTERNS),
      tags: some(PATTERNS),
      reviewers: optional({ users: some(PEOPLE), teams: some(["ops", "octo"]) }, part),
      preventSelfReview: fc.boolean(),
      waitMinutes: fc.constantFrom(0, 1, 43_200),
      administratorsMayBypass: fc.boolean(),
      origin: ORIGIN,
    },
    part,
    ["name", "repositories"],
  );
  const elsewhere = optional(
    { name, repositories: some([...REPOSITORIES, "*", "other/*"]), protectedElsewhere: fc.constant(true) },
    part,
    ["name", "repositories", "protectedElsewhere"],
  );
  return fc.oneof({ weight: 3, arbitrary: made }, { weight: 1, arbitrary: elsewhere });
}

function template(part: Part): fc.Arbitrary<unknown> {
  return optional(
    {
      claims: fc.oneof(
        {
          weight: 3,
          arbitrary: fc.constantFrom(
            ["repo", "context"],
            ["repo", "ref", "environment"],
            ["repository", "context", "actor"],
            ["repository_owner", "repository_id", "context"],
          ),
        },
        { weight: 1, arbitrary: some(TEMPLATE_KEYS, 5) },
      ),
      repositories: some(REPOSITORIES),
      organization: fc.constantFrom("acme", "other"),
    },
    part,
    ["claims", "repositories"],
  );
}

function role(part: Part, name: string): fc.Arbitrary<unknown> {
  const inEnvironment = fc.record({ environment: fc.constantFrom(...ENVIRONMENTS) });
  const context = fc.oneof(
    { weight: 4, arbitrary: inEnvironment },
    { weight: 1, arbitrary: fc.constantFrom({ branch: "main" }, { mergeQueue: "main" }) },
  );
  const entry = fc
    .tuple(
      some(REPOSITORIES.slice(0, -1)),
      fc.constantFrom({}, { owner: "other" }),
      context,
      fc.constantFrom({}, {}, { claims: { ref: "refs/heads/main", actor: "octo" } }),
    )
    .map(([repository, owner, where, claims]) => ({ repository, ...owner, ...where, ...claims }));
  return fc
    .tuple(
      fc.array(entry, { minLength: 1, maxLength: 2 }),
      fc.option(part(publish(part)), { nil: undefined }),
    )
    .map(([trust, published]) => ({
      name,
      trust,
      ecr: { repositories: ["web"] },
      ...(published !== undefined && { publish: published }),
    }));
}

/** An id for each repository of both owners. */
const IDS = Object.fromEntries(
  REPOSITORIES.flatMap((name) => (name.includes("/") ? [name] : [name, `other/${name}`])).map(
    (name, index) => [name, { id: index + 2 }],
  ),
);

/** Any access.yaml as JSON, which is YAML. */
export function anyFile(part: Part): fc.Arbitrary<string> {
  return fc
    .record(
      {
        ids: fc.constantFrom({}, IDS, IDS),
        format: fc.constantFrom({}, {}, { acme: { id: 1, subject: "both" } }),
        environments: part(fc.array(part(environment(part)), { minLength: 1, maxLength: 2 })),
        templates: part(fc.array(part(template(part)), { minLength: 1, maxLength: 2 })),
        first: role(part, "First"),
        second: role(part, "Second"),
      },
      { requiredKeys: ["ids", "format", "first"] },
    )
    .map(({ ids, format, environments, templates, first, second }) =>
      JSON.stringify({
        github: {
          owner: "acme",
          owners: { ...format, other: { id: 9 } },
          repositories: ids,
          ...(environments !== undefined && { environments }),
          ...(templates !== undefined && { subjectTemplates: templates }),
        },
        accounts: [
          {
            id: "123456789012",
            region: "ap-northeast-2",
            roles: [first, ...(second === undefined ? [] : [second])],
          },
        ],
      }),
    );
}

/** The config of a file, or undefined if it has problems. @throws any other error than ConfigError. */
export function configOf(text: string): Config | undefined {
  try {
    return parseConfig(text, "access.yaml");
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    expect(
      error.lines.filter(
        (line) => !/^access\.yaml:\d+:\d+ \S/.test(line) || /undefined|NaN|\[object/.test(line),
      ),
    ).toStrictEqual([]);
    return undefined;
  }
}
