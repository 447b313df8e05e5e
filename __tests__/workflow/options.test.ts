import { parse } from "yaml";
import type { TagMutability } from "../../lib/policy/ecr-registry";
import { requestProblems, type WorkflowRequest } from "../../lib/workflow/request";
import type { PublicRegistry } from "../../lib/workflow/role-source";
import { workflow } from "../../lib/workflow/workflow";
import { answerTo, configOf, EMPTY_REQUEST, roleFile, workflowOf } from "./workflow-of";

const TAGS = "{ repository: web, branch: main }, { repository: web, tag: 'v*' }";
const PLATFORMS = ["linux/amd64", "linux/arm64"];
const E = (text: string) => "$".concat(`{{ ${text} }}`);
const REGISTRY = E("steps.ecr.outputs.registry");

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly uses?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly run?: string;
}

interface Written {
  readonly on: Readonly<Record<string, unknown>>;
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly steps: readonly Step[];
        readonly permissions: object;
        readonly "timeout-minutes": number;
        readonly concurrency?: { readonly group: string };
        readonly with?: object;
      }
    >
  >;
}

function written(parts: Parameters<typeof roleFile>[0], request: Partial<WorkflowRequest> = {}): Written {
  return parse(workflowOf(roleFile({ role: ["publish: false"], ...parts }), request).text);
}

function step(parts: Parameters<typeof roleFile>[0], request: Partial<WorkflowRequest>, id: string): Step {
  return written(parts, request).jobs.push?.steps.find((each) => each.id === id) ?? {};
}

/** The steps of a job, by their ids or names. */
function steps(parts: Parameters<typeof roleFile>[0], request: Partial<WorkflowRequest>, job = "push") {
  return written(parts, request).jobs[job]?.steps.map(
    ({ id, name, uses }) => id ?? name ?? uses?.split("@")[0],
  );
}

test("a job looks for the image, builds it if there is none, and gives it the further tags", () => {
  expect(steps({ trust: TAGS }, {})).toStrictEqual([
    "actions/checkout",
    "aws",
    "ecr",
    "Explain a refused role",
    "docker/setup-buildx-action",
    "find",
    "build",
    "Tag web",
    "Summarize",
  ]);
});

test("the session is as long as the role allows", () => {
  const session = (role: readonly string[]) =>
    step({ role: ["publish: false", ...role] }, {}, "aws").with?.["role-duration-seconds"];
  expect(session([])).toBeUndefined();
  expect(session(["maxSessionSeconds: 7200"])).toBe(7200);
});

test("a timeout longer than the session is a note", () => {
  const notes = (timeout: number) => workflowOf(roleFile({}), { timeout }).notes;
  expect(written({}, { timeout: 45 }).jobs.push?.["timeout-minutes"]).toBe(45);
  expect(notes(60)).toStrictEqual([]);
  expect(notes(61)).toStrictEqual([
    "a job may run for 61 minutes, but a session of the role ends after 60. Set maxSessionSeconds: 3660 in the role, or a shorter --timeout",
  ]);
});

test.each<[string, string, Partial<WorkflowRequest>, string]>([
  [
    "a branch",
    "{ repository: web, branch: main }",
    {},
    '--%s %q\\n\' \\\n  "$GITHUB_REPOSITORY" "$GITHUB_REF_TYPE" "$GITHUB_REF_NAME"',
  ],
  [
    "an environment",
    "{ repository: web, environment: prod }",
    {},
    '--%s %q --environment %q\\n\' \\\n  "$GITHUB_REPOSITORY" "$GITHUB_REF_TYPE" "$GITHUB_REF_NAME" "$ENVIRONMENT"',
  ],
  [
    "a merge queue",
    "{ repository: web, mergeQueue: main }",
    {},
    '--event %s --branch %q\\n\' \\\n  "$GITHUB_REPOSITORY" "$GITHUB_EVENT_NAME" "main"',
  ],
])("a refused role of %s is explained by a command", (_, trust, request, end) => {
  const { steps: all = [] } = written({ trust }, request).jobs.push ?? {};
  const explained = all.find(({ name }) => name === "Explain a refused role");
  expect(explained?.if).toBe("failure() && steps.aws.outcome == 'failure'");
  expect(explained?.run).toBe(
    `printf '::error::To see why AWS refused the role, run beside access.yaml: npx github-actions-ecr explain --repository %s ${end}\n`,
  );
});

test.each<[string, string, readonly string[], string | undefined, string | undefined]>([
  [
    "no group, if only branches push the commit",
    "{ repository: web, branch: main }",
    [],
    undefined,
    undefined,
  ],
  ["the commit, if branches and git tags push it", TAGS, [], E("github.sha"), undefined],
  [
    "the branch, if its tag moves",
    "{ repository: web, branch: main }",
    ["commit", "branch"],
    undefined,
    E("github.ref"),
  ],
  ["both", TAGS, ["commit", "git-tag", "latest"], E("github.sha"), E("github.ref")],
])("runs wait for each other by %s", (_, trust, tags, byCommit, byRef) => {
  const { concurrency, jobs } = written({ trust }, { tags });
  const group = (by: string | undefined) =>
    by === undefined ? undefined : { group: `push-web-${by}`, "cancel-in-progress": false };
  expect(concurrency).toStrictEqual(group(byCommit));
  expect(jobs.push?.concurrency).toStrictEqual(group(byRef));
});

const BUILD = { context: "." };
const TAGGED = { push: true, tags: `${REGISTRY}/web:${E("github.sha")}` };
const GHA = {
  "cache-from": "type=gha,scope=web",
  "cache-to": "type=gha,scope=web,mode=max,ignore-error=true",
};

test.each<[string, string, Partial<WorkflowRequest>, object]>([
  [
    "GitHub's cache and no attestation, by default",
    "push",
    {},
    { ...BUILD, ...TAGGED, provenance: false, ...GHA },
  ],
  [
    "a cache in ECR, if the role can pull",
    "push-pull",
    {},
    {
      ...BUILD,
      ...TAGGED,
      provenance: false,
      "cache-from": `type=registry,ref=${REGISTRY}/web:buildcache`,
      "cache-to": `type=registry,ref=${REGISTRY}/web:buildcache,mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true`,
    },
  ],
  [
    "a cache in its own ECR repository",
    "push-pull",
    { images: ["web"], cache: "registry=team/cache" },
    {
      ...BUILD,
      ...TAGGED,
      provenance: false,
      "cache-from": `type=registry,ref=${REGISTRY}/team/cache:web`,
      "cache-to": `type=registry,ref=${REGISTRY}/team/cache:web,mode=max,image-manifest=true,oci-mediatypes=true`,
    },
  ],
  ["no cache", "push-pull", { cache: "off" }, { ...BUILD, ...TAGGED, provenance: false }],
  [
    "attestations of BuildKit",
    "push",
    { provenance: "max", sbom: true, cache: "off" },
    { ...BUILD, ...TAGGED, provenance: "mode=max", sbom: true },
  ],
  [
    "rewritten timestamps",
    "push",
    { reproducible: true, cache: "off" },
    {
      ...BUILD,
      outputs: "type=image,push=true,rewrite-timestamp=true",
      tags: TAGGED.tags,
      provenance: false,
    },
  ],
  [
    "the digest alone, if an attestation comes before the tags",
    "push",
    { attest: true, cache: "off" },
    {
      ...BUILD,
      outputs: `type=image,name=${REGISTRY}/web,push-by-digest=true,name-canonical=true,push=true`,
      provenance: false,
    },
  ],
])("a build has %s", (_, access, request, expected) => {
  expect(
    step({ ecr: `repositories: [web, team/cache], access: ${access}` }, request, "build").with,
  ).toStrictEqual(expected);
});

test("the cache of a platform has its own scope", () => {
  const { jobs } = written({}, { platforms: PLATFORMS });
  expect(jobs.arm64?.steps.find(({ id }) => id === "build")?.with?.["cache-from"]).toBe(
    "type=gha,scope=web-arm64",
  );
});

test("a GitHub Enterprise Server has no cache for BuildKit", () => {
  const file = roleFile({ role: ["publish: false"] }).replace(
    "  owners: { acme: { id: 1, subject: immutable } }\n",
    "  host: git.example.com\n",
  );
  expect(workflowOf(file).text).not.toContain("cache-");
});

test("a reproducible build takes the time of the commit", () => {
  expect(step({}, { reproducible: true }, "build").env).toStrictEqual({
    SOURCE_DATE_EPOCH: E("steps.commit.outputs.seconds"),
  });
  expect(step({}, { reproducible: true }, "commit").run).toBe(
    'echo "seconds=$(git log -1 --format=%ct)" >> "$GITHUB_OUTPUT"',
  );
});

test("an attestation comes after the build and before the tags, for images that the run built", () => {
  const { jobs } = written({}, { attest: true });
  expect(steps({}, { attest: true })?.slice(-5)).toStrictEqual([
    "find",
    "build",
    "Attest web",
    "Tag web",
    "Summarize",
  ]);
  expect(jobs.push?.permissions).toStrictEqual({
    contents: "read",
    "id-token": "write",
    attestations: "write",
  });
  expect(jobs.push?.steps.find(({ name }) => name === "Attest web")).toMatchObject({
    if: "steps.build.outputs.digest != ''",
    with: {
      "subject-name": `${REGISTRY}/web`,
      "subject-digest": E("steps.find.outputs.digest || steps.build.outputs.digest"),
      "push-to-registry": true,
      "create-storage-record": false,
    },
  });
});

test("with several platforms, only the job that merges them may attest", () => {
  const { jobs } = written({}, { attest: true, platforms: PLATFORMS });
  expect(jobs.amd64?.permissions).toStrictEqual({ contents: "read", "id-token": "write" });
  expect(jobs.push?.steps.find(({ name }) => name === "Attest web")?.if).toBe(
    "needs.amd64.outputs.digest != ''",
  );
});

const PROFILE = "arn:aws:signer:eu-west-1:123456789012:/signing-profiles/web";
const SIGNED = `repositories: [web], signingProfileArn: "${PROFILE}"`;

test("the workflow of a role with a signing profile says that ECR signs, and has no step for it", () => {
  const unsigned = workflowOf(roleFile({ ecr: SIGNED }));
  const signed = workflowOf(roleFile({ ecr: SIGNED }), { sign: true });
  const line = "# ECR signs what is pushed, with a signing profile of the role.\n";
  expect(signed.text.split("\n")[1]).toBe(line.trim());
  expect(signed.text.replace(line, "")).toBe(unsigned.text);
  expect(signed.notes).toStrictEqual([
    ...unsigned.notes,
    "ECR signs the images if the signing configuration of the registry names web for them. A push does not wait for its signature: aws ecr describe-image-signing-status shows it. See docs/guide/workflows.md",
  ]);
});

test.each<[string, string, Partial<WorkflowRequest>, readonly string[]]>([
  [
    "a role without a profile",
    "repositories: [web]",
    {},
    [
      "--sign: GitHubActionsECRRole (account 123456789012) may not sign. Add signingProfileArn to ecr of the role: the ARN of the profile in the signing configuration of the registry",
    ],
  ],
  [
    "a region without a profile",
    `${SIGNED}, region: [eu-west-1, us-east-1]`,
    { regions: ["eu-west-1", "us-east-1"] },
    [
      "--sign: GitHubActionsECRRole (account 123456789012) has no signing profile in us-east-1. Add one to signingProfileArn in ecr of the role, or choose --region",
    ],
  ],
  ["only the regions that it uses", `${SIGNED}, region: [eu-west-1, us-east-1]`, {}, []],
  [
    "a workflow that pulls",
    "repositories: [web], access: pull",
    {},
    ["--sign: is for workflows that push, and this one pulls. Remove it"],
  ],
])("--sign needs the right of the role: %s", (_, ecr, request, problems) => {
  const answer = answerTo(roleFile({ ecr }), { sign: true, ...request });
  expect(answer.kind === "invalid" ? answer.problems : []).toStrictEqual(problems);
});

test("the step that finds an image says whether it is that of the commit or of the run", () => {
  const name = (tags: readonly string[]) => step({}, { tags }, "find").name;
  expect(name(["latest", "commit"])).toBe("Find the image of this commit in web");
  expect(name([E("github.run_id"), "latest"])).toBe("Find the image of this run in web");
});

test("ECR signs no images of ECR Public", () => {
  expect(publicAnswer({ images: ["web-public"], sign: true })).toStrictEqual({
    kind: "invalid",
    problems: ["--sign: ECR signs images of private registries only, not of ECR Public. Remove it"],
  });
});

test("ECR signs images, not charts", () => {
  expect(requestProblems({ ...EMPTY_REQUEST, sign: true, kind: "helm" })).toStrictEqual([
    "--sign: is for images, not for --kind helm. Remove one of them",
  ]);
});

const REGIONS = { ecr: "repositories: [web], region: [eu-west-1, us-east-1]" };

test("several regions have a login each, and one build for all", () => {
  const request = { regions: ["us-east-1", "eu-west-1"], cache: "off" };
  const logins = written(REGIONS, request).jobs.push?.steps.filter(({ uses }) =>
    uses?.includes("amazon-ecr-login"),
  );
  expect(step(REGIONS, request, "aws").with?.["aws-region"]).toBe("us-east-1");
  expect(logins?.map(({ id, env }) => [id, env?.AWS_REGION])).toStrictEqual([
    ["ecr", undefined],
    ["ecr-2", "eu-west-1"],
  ]);
  // The commit's tag shows that the image is in all registries, so it comes last.
  expect(step(REGIONS, request, "build").with).toMatchObject({
    outputs: `type=image,"name=${REGISTRY}/web,${E("steps.ecr-2.outputs.registry")}/web",push-by-digest=true,name-canonical=true,push=true`,
  });
  const { env } = written(REGIONS, request).jobs.push?.steps.find(({ name }) => name === "Tag web") ?? {};
  expect(env?.TAGS).toBe(E("github.sha"));
  expect(workflowOf(roleFile(REGIONS), request).notes).toStrictEqual([]);
  expect(workflowOf(roleFile(REGIONS), { ...request, platforms: PLATFORMS }).notes).toStrictEqual([
    "if a push reaches only some of the registries, repeated runs fail, because the role cannot download the image from one for the others. Set access: push-pull",
  ]);
});

test.each<[string, Partial<WorkflowRequest>]>([
  ["charts", { kind: "helm", images: ["web=chart"] }],
  ["files", { kind: "oci", images: ["web=dist"] }],
  ["pulls", { pull: true }],
])("rejects several regions for %s", (_, request) => {
  const yaml = roleFile({ ecr: `${REGIONS.ecr}, access: push-pull` });
  expect(answerTo(yaml, { ...request, regions: ["eu-west-1", "us-east-1"] })).toStrictEqual({
    kind: "invalid",
    problems: [
      "--region: expected one region of one account, got 2 registries. Only images are pushed to several",
    ],
  });
  expect(answerTo(yaml, { ...request, regions: ["us-east-1"] }).kind).toBe("written");
});

const ACCOUNTS = [
  "github: { owner: acme, owners: { acme: { id: 1, subject: immutable } }, repositories: { web: { id: 2 } } }",
  "accounts:",
  ...["111111111111", "222222222222"].flatMap((id, index) => [
    `  - id: "${id}"`,
    `    name: ${index === 0 ? "one" : "two"}`,
    "    region: eu-west-1",
    "    roles:",
    `      - { trust: [{ repository: web, branch: main }${index === 0 ? ", { repository: web, branch: dev }" : ""}], ecr: { repositories: [web] }, publish: false }`,
  ]),
  "",
].join("\n");

test("several accounts have a role each, and their tokens are evaluated", () => {
  const both = { account: "one", furtherAccounts: ["two"] };
  const { text } = workflowOf(ACCOUNTS, { branches: ["main"] }, both);
  expect(text.split("\n")[0]).toBe(
    "# Pushes web to Amazon ECR with GitHubActionsECRRole (account one) and GitHubActionsECRRole (account two).",
  );
  expect(text.match(/role-to-assume: .*/g)).toStrictEqual([
    "role-to-assume: arn:aws:iam::111111111111:role/GitHubActionsECRRole",
    "role-to-assume: arn:aws:iam::222222222222:role/GitHubActionsECRRole",
  ]);
  const denied = answerTo(ACCOUNTS, { branches: ["dev"] }, both);
  expect(denied.kind === "denied" ? denied.lines[0] : denied).toBe(
    "denied: the trust policy of GitHubActionsECRRole (account two) does not allow acme/web on push to dev",
  );
  expect(
    answerTo(ACCOUNTS, { branches: ["main"] }, { account: "one", furtherAccounts: ["three"] }),
  ).toStrictEqual({
    kind: "invalid",
    problems: ["no role in account three may push and trusts acme/web"],
  });
});

test("a chart is pushed once for each version, and files as images are", () => {
  const charts = { ecr: "repositories: [charts/web]" };
  expect(steps(charts, { kind: "helm", images: ["charts/web=chart"] })).toStrictEqual([
    "actions/checkout",
    "aws",
    "ecr",
    "Explain a refused role",
    "build",
    "Summarize",
  ]);
  expect(step(charts, { kind: "helm", images: ["charts/web=chart"] }, "build").env).toStrictEqual({
    REPOSITORY: `${REGISTRY}/charts/web`,
    CHART: "chart",
  });
  expect(steps({ trust: TAGS }, { kind: "oci", images: ["web=dist"] })?.slice(4)).toStrictEqual([
    "oras-project/setup-oras",
    "find",
    "build",
    "Tag web",
    "Summarize",
  ]);
});

test.each<[WorkflowRequest["kind"], readonly string[], string]>([
  ["image", [], 'docker pull "$IMAGES"'],
  ["image", ["v1", "commit"], 'xargs -n 1 docker pull <<< "$IMAGES"'],
  ["helm", ["1.2.3"], 'helm pull "$CHART" --version "$VERSIONS"'],
  ["helm", ["1.2.3", "1.2.4"], 'xargs -n 1 helm pull "$CHART" --version <<< "$VERSIONS"'],
  ["oci", [], 'oras pull "$IMAGES"'],
])("a role that may also push can pull (%s %j)", (kind, tags, run) => {
  const answer = workflowOf(roleFile({ ecr: "repositories: [web], access: push-pull" }), {
    pull: true,
    kind,
    tags,
  });
  expect(answer.path).toBe(".github/workflows/pull.yml");
  expect(parse(answer.text).jobs.pull.steps.at(-1).run).toBe(run);
});

test.each<[string, Partial<WorkflowRequest>, readonly string[]]>([
  [
    "pull",
    { attest: true, cache: "gha" },
    [
      "--attest: is for workflows that push, and this one pulls. Remove it",
      "--cache: is for workflows that push, and this one pulls. Remove it",
    ],
  ],
  ["pull", { kind: "oci" }, []],
  ["push", { kind: "oci" }, ["--image: missing the file or folder to push. For example: --image web=dist"]],
])("rejects for a role with access %s %j", (access, request, problems) => {
  const answer = answerTo(roleFile({ ecr: `repositories: [web], access: ${access}` }), request);
  expect(answer.kind === "invalid" ? answer.problems : []).toStrictEqual(problems);
});

test("rejects to pull a chart without its version", () => {
  const ecr = "repositories: [web], access: pull";
  expect(answerTo(roleFile({ ecr }), { kind: "helm" })).toStrictEqual({
    kind: "invalid",
    problems: [
      "--tag: missing. Name the version of the chart to pull, because the role may not list the versions",
    ],
  });
});

test("a reusable workflow takes the ECR repository and the folder from its caller", () => {
  const inputs = (ecr: string, request: Partial<WorkflowRequest> = {}) =>
    (written({ ecr }, { event: "workflow_call", ...request }).on.workflow_call as { inputs?: unknown })
      .inputs;
  const text = (rest: object) => ({ description: "ECR repository", type: "string", ...rest });
  const context = { description: "Folder to build or push", type: "string", default: "." };
  expect(inputs("repositories: [web]")).toStrictEqual({ image: text({ default: "web" }), context });
  expect(inputs("repositories: ['team/*']")).toStrictEqual({ image: text({ required: true }), context });
  expect(inputs("repositories: [web, api]", { images: ["web", "api"] })).toBeUndefined();
});

test("a caller passes the ECR repository that the request names", () => {
  const trust =
    "{ repository: web, branch: main, claims: { jobWorkflowRef: acme/ci/.github/workflows/push.yml@refs/tags/v1 } }";
  expect(written({ trust }).jobs.push?.with).toBeUndefined();
  expect(written({ trust }, { images: ["web=src"] }).jobs.push?.with).toStrictEqual({
    image: "web",
    context: "src",
  });
});

/** The answer for a role whose ECR repository has these settings. */
function answerWith(tagMutability: TagMutability, request: Partial<WorkflowRequest>) {
  const config = configOf(
    roleFile({ ecr: "repositories: [web], access: push-pull", role: ["publish: false"] }),
  );
  const [{ roles, ...account }] = config.accounts;
  const accounts = [{ ...account, roles, ecr: { repositories: [{ name: "web", tagMutability }] } }] as const;
  const selector = { repository: undefined, role: undefined, account: undefined };
  return workflow({ ...config, accounts }, selector, { ...EMPTY_REQUEST, ...request });
}

/** The answer for a role that may also push `web-public` to ECR Public. */
function publicAnswer(
  request: Partial<WorkflowRequest>,
  ecrPublic: PublicRegistry = { alias: "acme", repositories: ["web-public"] },
  parts: Parameters<typeof roleFile>[0] = {},
) {
  const config = configOf(roleFile({ role: ["publish: false"], ...parts }));
  const [{ roles, ...account }] = config.accounts;
  const accounts = [{ ...account, roles: [{ ...roles[0], ecrPublic }] }] as const;
  const selector = { repository: undefined, role: undefined, account: undefined };
  return workflow({ ...config, accounts }, selector, { ...EMPTY_REQUEST, ...request });
}

test("images of ECR Public are pushed to the public registry", () => {
  const answer = publicAnswer({ images: ["web-public"], tags: ["commit", "latest"] });
  const { jobs }: Written = parse(answer.kind === "written" ? answer.text : "");
  const at = (id: string) => jobs.push?.steps.find((each) => each.id === id);
  expect(at("ecr")?.with).toStrictEqual({ "registry-type": "public" });
  expect(at("build")?.with?.tags).toBe(`public.ecr.aws/acme/web-public:${E("github.sha")}`);
  expect(publicAnswer({ images: ["web-public", "web"] })).toStrictEqual({
    kind: "invalid",
    problems: [
      "--image: images of ECR and of ECR Public (web-public) have different registries. Write a workflow for each",
    ],
  });
  expect(publicAnswer({ images: ["other"] })).toStrictEqual({
    kind: "invalid",
    problems: [
      '--image: expected an ECR repository of the role (web, public.ecr.aws/acme/web-public), got "other"',
    ],
  });
});

test.each<
  [string, Omit<PublicRegistry, "repositories">, string, Partial<WorkflowRequest>, readonly string[]]
>([
  [
    "no alias",
    { alias: undefined },
    "web-public",
    {},
    ["--image: web-public belongs to ECR Public, whose alias is unknown. Add alias to ecrPublic of the role"],
  ],
  [
    "no right to push",
    { alias: "acme", access: ["pull", "read"] },
    "web-public",
    {},
    ["--image: the role may not push web-public to ECR Public. Add access: push to ecrPublic of the role"],
  ],
  [
    "another alias",
    { alias: "acme" },
    "public.ecr.aws/other/web-public",
    {},
    [
      '--image: expected an ECR repository of the role (web, public.ecr.aws/acme/web-public, public.ecr.aws/acme/web), got "public.ecr.aws/other/web-public"',
    ],
  ],
  ["the right to push", { alias: "acme", access: ["read", "push"] }, "web-public", {}, []],
])("with %s, an image of ECR Public has its problem", (_, registry, image, request, problems) => {
  const answer = publicAnswer(
    { images: [image], ...request },
    { ...registry, repositories: ["web-public", "web"] },
  );
  expect(answer.kind === "invalid" ? answer.problems : []).toStrictEqual(problems);
});

test.each<[string, string]>([
  ["web", `${REGISTRY}/web`],
  ["public.ecr.aws/acme/web", "public.ecr.aws/acme/web"],
  ["public.ecr.aws/acme/web=services/web", "public.ecr.aws/acme/web"],
])("if ECR and ECR Public have the same name, --image %s is %s", (image, address) => {
  const answer = publicAnswer({ images: [image] }, { alias: "acme", repositories: ["web"] });
  const { jobs }: Written = parse(answer.kind === "written" ? answer.text : "");
  expect(jobs.push?.steps.find(({ id }) => id === "build")?.with?.tags).toBe(`${address}:${E("github.sha")}`);
});

test("a workflow for ECR Public suggests no private images and regions", () => {
  const parts = { ecr: "repositories: [web, api], region: [eu-west-1, us-east-1]" };
  const notes = (images: readonly string[]) => {
    const answer = publicAnswer({ images }, undefined, parts);
    return answer.kind === "written" ? answer.notes : ["no workflow"];
  };
  expect(notes(["web-public"])).toStrictEqual([]);
  expect(notes(["web"])).toHaveLength(2);
});

const EXCEPT: TagMutability = { kind: "immutableExcept", tags: ["latest", "buildcache*"] };

test.each<[string, TagMutability, Partial<WorkflowRequest>, string]>([
  ["GitHub's cache", { kind: "immutable" }, {}, "cache-to: type=gha,scope=web,mode=max,ignore-error=true"],
  ["the excluded cache", EXCEPT, {}, "image-manifest=true,oci-mediatypes=true\n"],
  ["the excluded tag", EXCEPT, { tags: ["commit", "latest"] }, "TAGS: latest\n"],
  ["a cache in ECR", { kind: "mutable" }, {}, "image-manifest=true,oci-mediatypes=true\n"],
])("a workflow knows immutable tags: %s", (_, tagMutability, request, text) => {
  const answer = answerWith(tagMutability, request);
  expect(answer.kind === "written" ? answer.text : answer).toContain(text);
  expect(answer.kind === "written" ? answer.notes : answer).toStrictEqual([]);
});

test.each<[string, TagMutability, Partial<WorkflowRequest>, readonly string[]]>([
  [
    "a tag that moves",
    { kind: "immutable" },
    { tags: ["commit", "latest"] },
    [
      "--tag: the tag latest moves to each new image, but the tags of web are immutable. Add latest to immutableTags.except, or use --tag commit",
    ],
  ],
  [
    "a branch's tag",
    EXCEPT,
    { tags: ["commit", "branch", "latest"] },
    [
      "--tag: the tag main moves to each new image, but the tags of web are immutable. Add main to immutableTags.except, or use --tag commit",
    ],
  ],
  [
    "a cache in the image's repository",
    { kind: "immutable" },
    { cache: "registry" },
    [
      "--cache: the tags of web are immutable, so only the first run could write the cache. Add buildcache* to immutableTags.except, or use gha or registry=ECR_REPOSITORY",
    ],
  ],
])("rejects in a repository with immutable tags %s", (_, tagMutability, request, problems) => {
  expect(answerWith(tagMutability, request)).toStrictEqual({ kind: "invalid", problems });
});

test.each<[Partial<WorkflowRequest>, readonly string[]]>([
  [{ timeout: 0 }, ["--timeout: expected a whole number of minutes (1 to 7200), got 0"]],
  [{ timeout: 7200 }, []],
  [{ timeout: 7201 }, ["--timeout: expected a whole number of minutes (1 to 7200), got 7201"]],
  [{ timeout: Number.NaN }, ["--timeout: expected a whole number of minutes (1 to 7200), got NaN"]],
  [
    { cache: "s3" },
    ['--cache: expected a build cache (gha, registry, registry=ECR_REPOSITORY or off), got "s3"'],
  ],
  [
    { cache: "registry" },
    ["--cache: a cache in ECR needs a role that can download layers. Set access: push-pull, or use gha"],
  ],
  [{ regions: ["us-east-1"] }, ['--region: expected a region of the role (eu-west-1), got "us-east-1"']],
  [
    { reproducible: true, provenance: "min", sbom: true },
    [
      "--reproducible: cannot be combined with --provenance, which makes every digest different. Remove one of them",
      "--reproducible: cannot be combined with --sbom, which makes every digest different. Remove one of them",
    ],
  ],
  [{ reproducible: true, provenance: "off" }, []],
  [
    { kind: "helm", platforms: ["linux/arm64"], tags: ["latest"] },
    [
      "--platform: is for images, not for --kind helm. Remove one of them",
      "--tag: is for images, not for --kind helm. Remove one of them",
    ],
  ],
  [
    { pull: true },
    [
      "--pull: GitHubActionsECRRole (account 123456789012) may only push. Choose a role with access: pull or push-pull",
    ],
  ],
])("the problems of %j", (request, problems) => {
  const own = requestProblems({ ...EMPTY_REQUEST, ...request });
  const answer = answerTo(roleFile({}), request);
  expect([...own, ...(answer.kind === "invalid" ? answer.problems : [])]).toStrictEqual(problems);
});
