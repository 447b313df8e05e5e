import fc from "fast-check";
import { runs } from "../support/runs";
import { anyFile, configOf, REPOSITORIES, RIGHT } from "./any-file";
import { type StackJson, seed, synthesizedStacks } from "./synthesized";

interface Move {
  readonly from: string;
  readonly to: string;
}

function movesOf(stack: StackJson | undefined): readonly Move[] {
  return (stack?.moved ?? []) as readonly Move[];
}

/** The addresses of all resources of a stack, sorted. */
function addressesOf(stack: StackJson | undefined): readonly string[] {
  return Object.entries(stack?.resource ?? {})
    .flatMap(([type, byName]) => Object.keys(byName).map((name) => `${type}.${name}`))
    .sort();
}

/** The addresses of a state after the moves, which Terraform follows from one to the next. */
function moved(addresses: readonly string[], moves: readonly Move[]): readonly string[] {
  const next = new Map(moves.map(({ from, to }) => [from, to]));
  expect(next.size).toBe(moves.length);
  expect(new Set(moves.map(({ to }) => to)).size).toBe(moves.length);
  const last = (address: string): string => {
    const to = next.get(address);
    return to === undefined ? address : last(to);
  };
  return addresses.map(last).sort();
}

const ENVIRONMENT = "live $".concat("{x}");

/** A file with every kind of resource of a repository, and of another one beside it. */
function fileOf(name: string, facts: string): string {
  return seed({ role: "publish: { to: [repository, dependabot, environment], values: { ROLE: roleName } }" })
    .replace(
      "  owner: acme\n",
      `  owner: acme
  repositories: { ${name}: { ${facts} } }
  environments:
    - { name: "${ENVIRONMENT}", repositories: [${name}, api], branches: [main, "release/*"], tags: [v*] }
  subjectTemplates:
    - { repositories: [${name}, api], claims: [repo, context], organization: acme }
`,
    )
    .replace("repository: web, branch: main", `repository: [${name}, api], environment: "${ENVIRONMENT}"`);
}

function stackOf(name: string, facts: string): StackJson | undefined {
  return synthesizedStacks(fileOf(name, facts))["github-acme"];
}

describe("a repository with a former name", () => {
  test("moves each of its resources, and none of another repository", () => {
    const before = addressesOf(stackOf("web", ""));
    const after = stackOf("site", "formerly: web");
    const moves = movesOf(after);
    expect(moves).toHaveLength(8);
    expect(moves).toContainEqual({
      from: "github_actions_secret.web_ROLE",
      to: "github_actions_secret.site_ROLE",
    });
    expect(moved(before, moves)).toStrictEqual(addressesOf(after));
  });

  test.each([
    ["a name whose addresses have a hash", "web_2"],
    ["a name with a dot", "web.site"],
    ["another casing of its name", "Site"],
  ])("may have had %s", (_, former) => {
    const moves = movesOf(stackOf("site", `formerly: ${former}`));
    expect(moved(addressesOf(stackOf(former, "")), moves)).toStrictEqual(addressesOf(stackOf("site", "")));
  });

  test.each(["first", "second"])("moves from each of several names: from %s", (former) => {
    const moves = movesOf(stackOf("site", "formerly: [first, second]"));
    expect(moved(addressesOf(stackOf(former, "")), moves)).toStrictEqual(addressesOf(stackOf("site", "")));
  });

  test("moves nothing if nothing on GitHub belongs to it", () => {
    expect(
      synthesizedStacks(seed().replace("acme\n", "acme\n  repositories: { lib: { formerly: old } }\n"))[
        "github-acme"
      ],
    ).not.toHaveProperty("moved");
  });
});

interface Named {
  readonly owner?: string;
  readonly repository?: unknown;
}

/** The parsed file with another name for a repository of acme. */
function withName(file: unknown, before: string, after: string): unknown {
  const name = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(name);
    return value === before || value === `acme/${before}` ? after : value;
  };
  return JSON.parse(JSON.stringify(file), (key, value: unknown) => {
    if (key === "repositories" && Array.isArray(value)) return name(value);
    if (key !== "trust" || !Array.isArray(value)) return value;
    return value.map((entry: Named) =>
      entry.owner === undefined ? { ...entry, repository: name(entry.repository) } : entry,
    );
  });
}

/** Names that could collide with addresses of other repositories. */
const NEW_NAMES = ["site", "a_b_c", "Resource_2", "b_A", "web.git.hub"];

test("in any file, the moves of a renamed repository lead from the addresses before to those after", () => {
  let renamed = 0;
  fc.assert(
    fc.property(
      anyFile(RIGHT),
      fc.constantFrom(...REPOSITORIES.filter((name) => !name.includes("/"))),
      fc.constantFrom(...NEW_NAMES),
      (text, before, after) => {
        if (configOf(text) === undefined) return;
        const { [before]: facts, ...others } = JSON.parse(text).github.repositories;
        const file = JSON.parse(JSON.stringify(withName(JSON.parse(text), before, after)));
        // ECR repositories have names of their own.
        const [account] = file.accounts;
        for (const role of account.roles) role.ecr = { repositories: ["web"] };
        file.github.repositories = { ...others, [after]: { ...facts, formerly: before } };
        const stack = synthesizedStacks(JSON.stringify(file))["github-acme"];
        const moves = movesOf(stack);
        if (moves.length > 0) renamed++;
        expect(moved(addressesOf(synthesizedStacks(text)["github-acme"]), moves)).toStrictEqual(
          addressesOf(stack),
        );
      },
    ),
    { numRuns: runs(1_000, 40) },
  );
  expect(renamed).toBeGreaterThan(0);
}, 300_000);
