import {
  declaredFormat,
  type GithubFacts,
  githubFacts,
  type NamedSubject,
  ownedRepository,
  ownerIdPath,
  repositoryIdPath,
  subjectFormat,
  subjectsOf,
} from "../../lib/config/github-facts";
import { githubInput } from "../../lib/config/input";
import { pathText } from "../../lib/config/problem";
import type { SubjectFormat } from "../../lib/policy/subject/types";

/** What a file says that has this under `github`. */
function known(
  owners: object = {},
  repositories: object = {},
  subjectTemplates: readonly object[] = [],
): GithubFacts {
  return githubFacts(
    githubInput({ value: { owner: "acme", owners, repositories, subjectTemplates }, path: ["github"] }),
  );
}

/** A subject as it is written, with `?` for an id that the file lacks, and its template behind it. */
function written({ owner, repository, ids, template }: NamedSubject): string {
  const keys = template === undefined ? "" : ` [${template.join(", ")}]`;
  if (ids === undefined) return `${owner}/${repository}${keys}`;
  return `${owner}@${ids.owner ?? "?"}/${repository}@${ids.repository ?? "?"}${keys}`;
}

describe("what the file says of GitHub", () => {
  test("is read whole, with names in lower case", () => {
    expect(
      known(
        { Acme: { id: 1, subject: "immutable" } },
        { Web: { id: 2, formerly: "site" }, "Other/Api": { subject: "both" } },
      ),
    ).toStrictEqual({
      owner: "acme",
      owners: new Map([["acme", { id: 1, subject: "immutable", formerNames: [] }]]),
      repositories: new Map([
        ["acme/web", { owner: "acme", name: "Web", id: 2, subject: undefined, formerNames: ["site"] }],
        ["other/api", { owner: "Other", name: "Api", id: undefined, subject: "both", formerNames: [] }],
      ]),
      templates: new Map(),
    } satisfies GithubFacts);
  });

  test.each<[string, unknown]>([
    ["nothing", undefined],
    ["text", "acme"],
    ["an empty map", {}],
    ["a map whose values are of other kinds", { owner: 5, owners: [5], repositories: "web" }],
  ])("is nothing where the part is %s", (_, value) => {
    expect(githubFacts(githubInput({ value, path: ["github"] }))).toStrictEqual({
      owner: "",
      owners: new Map(),
      repositories: new Map(),
      templates: new Map(),
    });
  });

  test("has the template of each repository, its owner's or another's, by names in lower case", () => {
    const { templates } = known({}, {}, [
      { claims: ["repo", "ref"], repositories: ["Web", "Other/Api"], organization: "acme" },
      { claims: ["actor"], repositories: "lib" },
      { claims: ["repo"], organization: "other" },
    ]);

    expect(templates).toStrictEqual(
      new Map([
        ["acme/web", { owner: "acme", name: "Web", claims: ["repo", "ref"] }],
        ["other/api", { owner: "Other", name: "Api", claims: ["repo", "ref"] }],
        ["acme/lib", { owner: "acme", name: "lib", claims: ["actor"] }],
      ]),
    );
  });

  test.each<[string, unknown]>([
    ["text", "repo"],
    ["a single template", { claims: ["repo"], repositories: 5 }],
    ["a list of other kinds", [null, 5, "x", ["repo"]]],
    [
      "templates without keys that GitHub knows",
      [
        { claims: ["aud", 5], repositories: "web" },
        { claims: [], repositories: "web" },
      ],
    ],
    ["templates of no repository", [{ claims: ["repo"] }, { claims: ["repo"], repositories: [5, null] }]],
  ])("holds no template where there is %s", (_, subjectTemplates) => {
    const { templates } = githubFacts(
      githubInput({ value: { owner: "acme", subjectTemplates }, path: ["github"] }),
    );

    expect(templates).toStrictEqual(new Map());
  });

  test("leaves out keys of a template that GitHub does not know", () => {
    const { templates } = known({}, {}, [{ claims: ["repo", "aud", null, "ref"], repositories: "web" }]);

    expect(templates.get("acme/web")?.claims).toStrictEqual(["repo", "ref"]);
  });

  test("leaves out formats of other types, and reads an id of another type as not a number", () => {
    const { owners } = known({
      a: { id: "1", subject: "names" },
      b: { id: null, subject: true },
      c: { id: true },
      d: { id: [] },
      e: 5,
      f: null,
      g: {},
    });
    const wrong = { id: Number.NaN, subject: undefined, formerNames: [] };
    const nothing = { id: undefined, subject: undefined, formerNames: [] };

    expect([...owners]).toStrictEqual([
      ["a", wrong],
      ["b", wrong],
      ["c", wrong],
      ["d", wrong],
      ["e", nothing],
      ["f", wrong],
      ["g", nothing],
    ]);
  });
});

test.each<[string, { owner: string; name: string }]>([
  ["web", { owner: "acme", name: "web" }],
  ["other/web", { owner: "other", name: "web" }],
  ["acme/web", { owner: "acme", name: "web" }],
])("the repository %s is %j", (text, expected) => {
  expect(ownedRepository(text, "acme")).toStrictEqual(expected);
});

test.each<[string, GithubFacts, SubjectFormat]>([
  ["by names where nothing is said", known(), "name"],
  ["that of the owner", known({ acme: { subject: "both" } }), "both"],
  ["that of the owner, in any case", known({ ACME: { subject: "immutable" } }), "immutable"],
  ["its own", known({}, { web: { subject: "immutable" } }), "immutable"],
  ["its own, in any case", known({}, { "Acme/WEB": { subject: "immutable" } }), "immutable"],
  [
    "its own rather than the owner's",
    known({ acme: { subject: "immutable" } }, { web: { subject: "name" } }),
    "name",
  ],
  [
    "the owner's where only its id is said",
    known({ acme: { subject: "immutable" } }, { web: { id: 2 } }),
    "immutable",
  ],
  [
    "not that of another owner or repository",
    known({ other: { subject: "both" } }, { api: { subject: "both" }, "other/web": { subject: "both" } }),
    "name",
  ],
])("the format of a repository is %s", (_, github, format) => {
  expect(subjectFormat(github, "acme", "web")).toBe(format);
});

test.each<[string, GithubFacts, SubjectFormat | undefined]>([
  ["nothing", known(), undefined],
  ["nothing where ids alone are said", known({ acme: { id: 1 } }, { web: { id: 2 } }), undefined],
  [
    "nothing of another owner and repository",
    known({ other: { subject: "both" } }, { api: { subject: "both" } }),
    undefined,
  ],
  ["nothing by a format of another kind", known({ acme: { subject: "names" } }), undefined],
  ["that of the owner, in any case", known({ Acme: { subject: "name" } }), "name"],
  [
    "its own rather than the owner's",
    known({ acme: { subject: "immutable" } }, { Web: { subject: "both" } }),
    "both",
  ],
])("the file says of a repository's format %s", (_, github, format) => {
  expect(declaredFormat(github, "acme", "web")).toBe(format);
});

const ACME = { acme: { id: 1, subject: "immutable" } };

test.each<[string, GithubFacts, string, readonly string[]]>([
  ["a name where nothing is said", known(), "web", ["acme/web"]],
  ["names though ids are known", known({ acme: { id: 1 } }, { web: { id: 2 } }), "web", ["acme/web"]],
  ["ids", known(ACME, { web: { id: 2 } }), "web", ["acme@1/web@2"]],
  ["ids in any case of the file", known({ ACME: ACME.acme }, { WEB: { id: 2 } }), "web", ["acme@1/web@2"]],
  [
    "names and ids for both formats",
    known({ acme: { id: 1 } }, { web: { id: 2, subject: "both" } }),
    "web",
    ["acme/web", "acme@1/web@2"],
  ],
  [
    "ids of a wrong type, which are there all the same",
    known({ acme: { id: "1", subject: "immutable" } }, { web: { id: null } }),
    "web",
    ["acme@NaN/web@NaN"],
  ],
  ["ids that are missing", known({ acme: { subject: "immutable" } }), "web", ["acme@?/web@?"]],
  ["names for a pattern", known({}, { web: { id: 2 } }), "w*", ["acme/w*"]],
  ["the owner's id for a pattern, and any other", known(ACME, { web: { id: 2 } }), "w*", ["acme@1/w*@any"]],
  [
    "a repository with ids beside a pattern by names",
    known(
      { acme: { id: 1 } },
      { web: { id: 2, subject: "immutable" }, api: { id: 3, subject: "immutable" } },
    ),
    "w*",
    ["acme/w*", "acme@1/web@2"],
  ],
  [
    "a repository by names beside a pattern with ids",
    known(ACME, { web: { subject: "name" }, wiki: { id: 3 } }),
    "w*",
    ["acme@1/w*@any", "acme/web"],
  ],
  [
    "of a repository in both formats, the one that the pattern has not",
    known(ACME, { web: { id: 2, subject: "both" } }),
    "*",
    ["acme@1/*@any", "acme/web"],
  ],
  [
    "of a repository in both formats, its ids beside a pattern by names",
    known({ acme: { id: 1 } }, { web: { id: 2, subject: "both" } }),
    "*",
    ["acme/*", "acme@1/web@2"],
  ],
  [
    "both for a pattern, whatever its repositories have",
    known({ acme: { id: 1, subject: "both" } }, { web: { id: 2, subject: "name" } }),
    "*",
    ["acme/*", "acme@1/*@any"],
  ],
  [
    "no repository of another owner beside a pattern",
    known({ acme: { id: 1 }, other: { id: 9 } }, { "other/web": { id: 2, subject: "immutable" } }),
    "*",
    ["acme/*"],
  ],
  [
    "a repository once, though another owner has one of its name",
    known({ acme: { id: 1 } }, { web: { id: 2, subject: "immutable" }, "other/web": { id: 3 } }),
    "*",
    ["acme/*", "acme@1/web@2"],
  ],
  [
    "a repository that a pattern names in another case",
    known({ acme: { id: 1 } }, { "Acme/WEB": { id: 2, subject: "immutable" } }),
    "w*b",
    ["acme/w*b", "acme@1/WEB@2"],
  ],
  [
    "its template, beside its names",
    known({}, {}, [{ claims: ["repo", "ref"], repositories: "web" }]),
    "web",
    ["acme/web [repo, ref]"],
  ],
  [
    "its template in any case, beside its ids and in both formats",
    known({ acme: { id: 1 } }, { web: { id: 2, subject: "both" } }, [
      { claims: ["context"], repositories: "Acme/Web" },
    ]),
    "web",
    ["acme/web [context]", "acme@1/web@2 [context]"],
  ],
  [
    "names alone where another repository, or another owner's, has a template",
    known({}, {}, [{ claims: ["repo"], repositories: ["api", "other/web"] }]),
    "web",
    ["acme/web"],
  ],
  [
    "names alone where the organization has a template",
    known({}, {}, [{ claims: ["repo"], organization: "acme" }]),
    "web",
    ["acme/web"],
  ],
  [
    "a repository with a template beside a pattern that matches it",
    known({}, {}, [
      { claims: ["repo", "ref"], repositories: ["web", "other/wiki"] },
      { claims: ["actor"], repositories: ["WIKI", "api"] },
    ]),
    "w*",
    ["acme/w*", "acme/web [repo, ref]", "acme/WIKI [actor]"],
  ],
  [
    "a repository with a template once, though github.repositories names it too, in its own format",
    known(ACME, { web: { id: 2 }, wiki: { id: 3, subject: "name" } }, [
      { claims: ["context"], repositories: ["web", "wiki"] },
    ]),
    "w*",
    ["acme@1/w*@any", "acme@1/web@2 [context]", "acme/wiki [context]"],
  ],
  [
    "both formats of a repository with a template beside a pattern in one of them",
    known(ACME, { web: { id: 2, subject: "both" } }, [{ claims: ["context"], repositories: "web" }]),
    "*",
    ["acme@1/*@any", "acme/web [context]", "acme@1/web@2 [context]"],
  ],
  [
    "ids that are missing, of a repository with a template for which a pattern stands",
    known(ACME, {}, [{ claims: ["context"], repositories: "web" }]),
    "*",
    ["acme@1/*@any", "acme@1/web@? [context]"],
  ],
])("tokens name a repository by %s", (_, github, repository, expected) => {
  expect(subjectsOf(github, "acme", repository).map(written)).toStrictEqual(expected);
});

test.each<[string, string]>([
  [pathText(ownerIdPath("acme")), "github.owners.acme.id"],
  [pathText(repositoryIdPath("acme", "web", "acme")), "github.repositories.web.id"],
  [pathText(repositoryIdPath("other", "web", "acme")), 'github.repositories["other/web"].id'],
])("an id is at %s", (path, expected) => {
  expect(path).toBe(expected);
});
