import fc from "fast-check";
import { parse } from "yaml";
import { type Decision, evaluate } from "../../lib/policy/iam/evaluate";
import { requestContext } from "../../lib/policy/iam/request-context";
import type { SubjectTemplate } from "../../lib/policy/subject/template";
import { EVENTS } from "../../lib/workflow/request";
import { claimsOf, type Job, type Run } from "../policy/github-token";
import { MATRIX } from "./matrix";
import { answerTo, configOf, roleFile, workflowOf } from "./workflow-of";

interface Workflow {
  readonly name: string;
  readonly on: {
    readonly push?: { readonly branches?: readonly string[]; readonly tags?: readonly string[] };
    readonly merge_group?: { readonly branches: readonly string[] };
    readonly pull_request?: unknown;
    readonly release?: unknown;
  };
  readonly jobs: Readonly<Record<string, WorkflowJob>>;
}

interface WorkflowJob {
  readonly environment?: string;
  readonly uses?: string;
  readonly permissions?: { readonly "id-token"?: "write" };
}

/** Refs that start a workflow, made from its own filters. */
function refsOf({ on }: Workflow): readonly string[] {
  const named = (filters: readonly string[] = [], start: string) =>
    filters.flatMap((filter) =>
      ["x", "y/z-1.0", "gh-readonly-queue/main"]
        .filter((text) => filter.includes("**") || !text.includes("/"))
        .map((text) => `${start}${filter.replace(/\*+/g, text).replaceAll("\\", "")}`),
    );
  if ("pull_request" in on) return ["refs/pull/7/merge"];
  if ("release" in on) return ["refs/tags/v1"];
  if (on.merge_group !== undefined) {
    return named(on.merge_group.branches, "refs/heads/gh-readonly-queue/").map((ref) => `${ref}/pr-7-0a1b`);
  }
  const refs = [...named(on.push?.branches, "refs/heads/"), ...named(on.push?.tags, "refs/tags/")];
  return refs.length === 0 ? ["refs/heads/main"] : refs;
}

/** The name of an environment after GitHub evaluates its expressions, which are all string literals. */
function evaluated(name: string | undefined): string | undefined {
  return name?.replace(/\$\{\{ '([^']*)' \}\}/g, "$1");
}

/** The run of a job according to the documentation of GitHub, without code of the program. */
function runOf({ on }: Workflow, environment: string | undefined, ref: string): Run {
  if (environment !== undefined) return { kind: "environment", name: environment, ref };
  return "pull_request" in on ? { kind: "pullRequest" } : { kind: "ref", ref };
}

type Asked = Parameters<typeof answerTo>;

/** A word as a shell reads it. */
function shellWord(word: string): string {
  if (word.startsWith("'")) return word.slice(1, -1).replaceAll(String.raw`'\''`, "'");
  return word.startsWith('"') ? JSON.parse(word) : word;
}

/** The reusable workflow of a caller, written with the options in the notes of the caller. */
function reusable(yaml: string, request: Asked[1], notes: readonly string[], role: Asked[2]): string {
  const [, options = "", environment] =
    /use --event (workflow_call)(?: --environment (.*))?$/m.exec(notes.join("\n")) ?? [];
  expect(options).toBe("workflow_call");
  return workflowOf(
    yaml,
    {
      ...request,
      event: "workflow_call",
      environment: environment === undefined ? undefined : shellWord(environment),
    },
    role,
  ).text;
}

/** The identity of a repository, as its tokens have it. */
type Identity = Pick<Job, "format" | "ownerId" | "repositoryId">;

/** The decisions about the tokens of every job that a workflow starts, by the trust policy of the role. */
function answers(
  yaml: string,
  request: Asked[1],
  role: Asked[2],
  identity: Identity,
): readonly Decision["outcome"][] {
  return decisions(yaml, request, role)(identity);
}

/** The decisions for a repository with an identity. The workflow is written once. */
function decisions(
  yaml: string,
  request: Asked[1],
  role: Asked[2],
  calledAs?: string,
): (identity: Identity) => readonly Decision["outcome"][] {
  const { text, path, role: selected, notes } = workflowOf(yaml, request, role);
  const workflow: Workflow = parse(text);
  const [first] = Object.values(workflow.jobs);
  const called: Workflow = first?.uses === undefined ? workflow : parse(reusable(yaml, request, notes, role));
  const jobs = Object.values(called.jobs).filter(({ permissions }) => permissions?.["id-token"] === "write");
  expect(jobs.length).toBeGreaterThan(0);
  const { github } = configOf(yaml);
  const repository = role?.repository ?? { owner: "acme", name: "web" };
  const sent = refsOf(workflow).flatMap((ref) => jobs.map((job) => ({ ref, job })));
  const template = templateIn(yaml, repository.name);
  const decision = (identity: Identity, { ref, job }: (typeof sent)[number]) => {
    const claims = claimsOf({
      owner: repository.owner,
      repository: repository.name,
      ...identity,
      template,
      workflow: workflow.name,
      run: runOf(workflow, evaluated(job.environment), ref),
      audience: selected.account.audience,
      jobWorkflowRef:
        calledAs ??
        first?.uses?.replace(/@(?=[^@]*$)/, "@refs/heads/") ??
        `${repository.owner}/${repository.name}/${path}@${ref}`,
    });
    return evaluate(
      selected.role.parsedTrustPolicy,
      requestContext(claims, github.issuerHost, selected.account),
    ).outcome;
  };
  return (identity) => sent.map((each) => decision(identity, each));
}

/** The subject template of a repository. */
function templateIn(yaml: string, name: string): SubjectTemplate {
  const templates: readonly {
    readonly claims: SubjectTemplate;
    readonly repositories: readonly string[];
  }[] = parse(yaml).github.subjectTemplates ?? [];
  return templates.find(({ repositories }) => repositories.includes(name))?.claims ?? ["repo", "context"];
}

/** The ids of a repository in a file. */
function idsIn(yaml: string, { owner, name }: { readonly owner: string; readonly name: string }) {
  const { github } = parse(yaml);
  return {
    ownerId: github.owners?.[owner]?.id ?? 123456,
    repositoryId: github.repositories?.[name]?.id ?? 456789,
  };
}

test.each(MATRIX.map((each) => [each.title, each] as const))(
  "the role allows the token of every job in the workflow of %s",
  (_, { yaml, request, role, called }) => {
    const ids = idsIn(yaml, role.repository ?? { owner: "acme", name: "web" });
    const decide = decisions(yaml, request, role, called);
    const byName = decide({ ...ids, format: "name" });
    const byIds = decide({ ...ids, format: "immutable" });
    expect(byName.length).toBeGreaterThan(0);
    const isAllowed = [byName, byIds].some((outcomes) => outcomes.every((outcome) => outcome === "allowed"));
    expect({ byName, byIds, isAllowed }).toMatchObject({ isAllowed: true });
  },
);

const text = fc.constantFrom("main", "release/*", "v*", "*", "!odd", "a+b", "x]y", "rel*se/1");
const trust = fc.oneof(
  text.map((branch) => `branch: ${JSON.stringify(branch)}`),
  text.map((tag) => `tag: ${JSON.stringify(tag)}`),
  fc
    .constantFrom("prod", "a: b", "*", "${" + "{ x }}", "é?")
    .map((name) => `environment: ${JSON.stringify(name)}`),
  fc.constantFrom("main", "release/1").map((branch) => `mergeQueue: ${branch}`),
  fc.constant("pullRequest: true"),
);
const claim = fc.constantFrom(
  "",
  ", claims: { jobWorkflowRef: acme/ci/.github/workflows/push.yml@refs/heads/main }",
  ", claims: { jobWorkflowRef: 'acme/web/.github/workflows/own.yml@refs/*' }",
);
const file = fc.tuple(fc.array(trust, { minLength: 1, maxLength: 2 }), claim).map(([contexts, claims]) =>
  roleFile({
    trust: contexts.map((context) => `{ repository: web, ${context}${claims} }`).join(", "),
    ecr: "repositories: [web], access: pull",
    role: claims.includes("refs/*") ? ["acceptRisks: [{ rule: R21, reason: wanted }]"] : [],
  }),
);
const WEB = { format: "immutable", ownerId: 1, repositoryId: 2 } as const;

test("a role allows the tokens of its workflow, with any trust", () => {
  fc.assert(
    fc.property(file, (yaml) => {
      const outcomes = answers(yaml, {}, {}, WEB);
      expect(outcomes.length).toBeGreaterThan(0);
      expect(new Set(outcomes)).toStrictEqual(new Set(["allowed"]));
    }),
    { numRuns: 60 },
  );
});

test("for an event that no entry names, there is no workflow or one that the role allows", () => {
  fc.assert(
    fc.property(
      file,
      fc.constantFrom(...EVENTS.filter((event) => !/call|dispatch|release|schedule/.test(event))),
      (yaml, event) => {
        if (answerTo(yaml, { event }).kind !== "written") return;
        expect(new Set(answers(yaml, { event }, {}, WEB))).toStrictEqual(new Set(["allowed"]));
      },
    ),
    { numRuns: 60 },
  );
});
