import { accepting, fileWith, inFile, type Lines, problemLines } from "../access-file";
import { broken } from "../problem-texts";

/** Templates in github, one on each line from line 4 on. */
const templates = (...entries: readonly string[]): string =>
  ["  owner: acme", "  subjectTemplates:", ...entries.map((entry) => `    - { ${entry} }`)].join("\n");

/** A template of these keys for web, so that the first entry of trust is on line 10, or on a later one. */
const ofWeb = (claims: string): string => templates(`claims: [${claims}], repositories: [web]`);

const trust = (...entries: readonly string[]): string =>
  entries.map((entry) => `          - { ${entry} }`).join("\n");

const T = "github.subjectTemplates";
const ENTRY = "accounts[0].roles[0].trust[0]";

const twice = (noun: string, given: string, other: string): string =>
  `duplicate ${noun} ${given}. The other: access.yaml:${other}`;
const leftOut = (template: string): string =>
  `expected no such claim, because the entry's other keys already require it with the template [${template}]`;
const hasStar = (template: string, given: string): string =>
  `expected a name without *, which is a wildcard in the condition that the template [${template}] needs, got ${given}. Use a template with context or environment`;

test.each<[string, Lines, readonly string[]]>([
  [
    "a duplicate claim in a template",
    { 2: ofWeb("repo, context, repo") },
    [`4:33 ${T}[0].claims[2]: ${twice("claim in the template", '"repo"', `4:18 ${T}[0].claims[0]`)}`],
  ],
  [
    "a repository with two templates, in whatever case and with its owner",
    {
      2: templates(
        "claims: [repo, context], repositories: [docs, api]",
        "claims: [repo, ref], repositories: [acme/docs, web]",
        "claims: [repo], repositories: acme/docs",
      ),
    },
    [
      `5:45 ${T}[1].repositories[0]: ${twice("repository in subjectTemplates", '"acme/docs" (3 times)', `4:49 ${T}[0].repositories[0]`)}`,
    ],
  ],
  [
    "an organization with two templates",
    {
      2: templates("claims: [repo, context], organization: acme", "claims: [repo, ref], organization: acme"),
    },
    [
      `5:44 ${T}[1].organization: ${twice("organization in subjectTemplates", '"acme"', `4:48 ${T}[0].organization`)}`,
    ],
  ],
  [
    "a claim that the template leaves to a condition: the branch of an entry",
    { 2: ofWeb("repo"), 8: trust("repository: web, branch: main, claims: { ref: refs/heads/main }") },
    [`10:61 ${ENTRY}.claims.ref: ${leftOut("repo")}`],
  ],
  [
    "a claim that the template leaves to a condition: the environment of an entry",
    {
      2: ofWeb("repo, ref"),
      8: trust("repository: web, environment: prod, claims: { environment: [prod, test] }"),
    },
    [`10:74 ${ENTRY}.claims.environment: ${leftOut("repo, ref")}`],
  ],
  [
    "a claim that the template leaves to a condition: the repository of an entry",
    {
      2: ofWeb("repository_owner, context"),
      8: trust("repository: web, branch: main, claims: { repository: acme/web }"),
    },
    [`10:68 ${ENTRY}.claims.repository: ${leftOut("repository_owner, context")}`],
  ],
  [
    "a claim that the template leaves to a condition: the id of an entry's repository",
    {
      2: `${ofWeb("context").replace("  owner: acme", "  owner: acme\n  owners: { acme: { id: 1, subject: immutable } }\n  repositories: { web: { id: 2 } }")}`,
      8: trust("repository: web, branch: main, claims: { repositoryId: 9 }"),
    },
    [`12:70 ${ENTRY}.claims.repositoryId: ${leftOut("context")}`],
  ],
  [
    "a claim that one of an entry's repositories loses, which is not the first with a template",
    {
      2: templates("claims: [repo, context], repositories: web", "claims: [repo], repositories: api"),
      8: trust("repository: [lib, web, api], branch: main, claims: { ref: refs/heads/x }"),
    },
    [`11:73 ${ENTRY}.claims.ref: ${leftOut("repo")}`],
  ],
  [
    "a claim that a repository loses for which a pattern stands",
    {
      2: ofWeb("repo"),
      8: trust("repository: 'w*', branch: main, claims: { ref: refs/heads/main }"),
      11: `        ${accepting("R07")}`,
    },
    [`10:62 ${ENTRY}.claims.ref: ${leftOut("repo")}`],
  ],
  [
    "a * in an environment that the template leaves to a condition",
    { 2: ofWeb("repo, ref"), 8: trust("repository: web, environment: 'prod*'") },
    [
      `10:13 ${ENTRY}: ${broken("R12", '"repo:acme/web:ref:*"')}`,
      `10:45 ${ENTRY}.environment: ${hasStar("repo, ref", '"prod*"')}`,
    ],
  ],
  [
    "a * in an environment that two templates leave to a condition, once",
    {
      2: templates("claims: [repo], repositories: web", "claims: [repository], repositories: api"),
      8: trust("repository: [web, api], environment: '*'"),
    },
    [
      `11:13 ${ENTRY}: ${broken("R12", '"repo:acme/web"', " and 1 more")}`,
      `11:52 ${ENTRY}.environment: ${hasStar("repo", '"*"')}`,
    ],
  ],
])("rejects %s", (_, lines, problems) => {
  expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
});

test.each<[string, Lines]>([
  [
    "a claim that narrows what the subject says of the entry's branch",
    {
      2: ofWeb("repo, ref"),
      8: trust("repository: web, branch: release/*, claims: { ref: refs/heads/release/1 }"),
      11: `        ${accepting("R10")}`,
    },
  ],
  [
    "one template of many repositories and organizations, and many of one owner",
    {
      2: templates(
        "claims: [repo, context, ref], repositories: [docs, other/docs], organization: acme",
        "claims: [repo, context], repositories: [api], organization: other",
      ),
    },
  ],
  [
    "claims that the template puts into the subject",
    {
      2: ofWeb("repo, context, actor, job_workflow_ref"),
      8: trust(
        "repository: web, branch: main, claims: { actor: '*', jobWorkflowRef: 'acme/ci/.github/workflows/push.yml@refs/heads/main' }",
      ),
    },
  ],
  [
    "a branch that the template says in the context, beside a claim of its own",
    {
      2: ofWeb("repo, context"),
      8: trust("repository: web, environment: prod, claims: { ref: refs/heads/main }"),
    },
  ],
  [
    "claims of an entry whose repository has no template",
    {
      2: ofWeb("repo"),
      8: trust("repository: api, branch: main, claims: { ref: refs/heads/main, repository: acme/api }"),
    },
  ],
  [
    "claims of another owner's repository of that name",
    {
      2: ofWeb("repo"),
      8: trust("repository: web, owner: other, branch: main, claims: { ref: refs/heads/main }"),
    },
  ],
  [
    "a claim whose key in the subject says the branch of the entry, which a condition requires too",
    {
      2: ofWeb("repo, ref"),
      8: trust("repository: web, branch: release/*, claims: { ref: refs/heads/release/1 }"),
    },
  ],
  [
    "a claim whose key in the subject says the repository of the entry, which a condition requires too",
    {
      2: ofWeb("repository, environment"),
      8: trust("repository: web, environment: prod, claims: { repository: acme/web }"),
    },
  ],
  [
    "a * in an environment that the template puts into the subject",
    { 2: ofWeb("repository, environment"), 8: trust("repository: web, environment: 'prod*'") },
  ],
])("accepts %s", (_, lines) => {
  expect(problemLines(fileWith(lines))).toStrictEqual([]);
});
