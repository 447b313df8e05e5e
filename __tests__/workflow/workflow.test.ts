import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ECR_ACCESSES, ECR_LEVELS } from "../../lib/policy/ecr-access";
import type { WorkflowRequest } from "../../lib/workflow/request";
import type { RoleSelector } from "../../lib/workflow/role-source";
import { answerTo, roleFile, workflowOf } from "./workflow-of";

const EXAMPLES = join(__dirname, "..", "..", "examples");
const example = (name: string) => readFileSync(join(EXAMPLES, name, "access.yaml"), "utf8");

const ORGANIZATION = example("organization");
const ACCOUNTS = example("two-accounts");
const SHOP = { repository: { owner: "acme", name: "shop" } };
const SEVERAL = "several roles or repositories match. Choose one with --repository, --role and --account:";

test.each<[string, string, Partial<RoleSelector>, Partial<WorkflowRequest>, string]>([
  ["its name", ORGANIZATION, { ...SHOP, role: "releasepush" }, {}, "ReleasePush"],
  ["its trigger", ORGANIZATION, SHOP, { event: "pull_request", images: ["base/node"] }, "PullRequestPull"],
  ["its environment", ORGANIZATION, SHOP, { environment: "production" }, "ReleasePush"],
  [
    "the only repository in its trust",
    ORGANIZATION,
    { role: "BaseImagePush" },
    { images: ["base/node"] },
    "BaseImagePush",
  ],
  [
    "a pattern in its trust",
    ORGANIZATION,
    { repository: { owner: "acme", name: "team-new" } },
    { images: ["team/x"] },
    "TeamPush",
  ],
])("a role is selected by %s", (_, yaml, role, request, expected) => {
  expect(workflowOf(yaml, request, role).role.role.name).toBe(expected);
});

test.each<[Partial<RoleSelector>, Partial<WorkflowRequest>, string]>([
  [{ account: "test" }, {}, "111111111111"],
  [{ account: "222222222222" }, {}, "222222222222"],
  [{}, { environment: "production" }, "222222222222"],
  [{}, { branches: ["main"] }, "111111111111"],
])("%j and %j select a role of the account %s", (role, request, accountId) => {
  expect(workflowOf(ACCOUNTS, request, role).role.account.accountId).toBe(accountId);
});

test.each<[string, string, Partial<RoleSelector>, Partial<WorkflowRequest>, readonly string[]]>([
  [
    "several roles",
    ACCOUNTS,
    {},
    {},
    [
      SEVERAL,
      "  --repository acme/web --role GitHubActionsECRRole --account test",
      "  --repository acme/web --role GitHubActionsECRRole --account production",
    ],
  ],
  [
    "several repositories",
    ORGANIZATION,
    { role: "ReleasePush" },
    {},
    [
      SEVERAL,
      "  --repository acme/shop --role ReleasePush --account production",
      "  --repository acme/checkout --role ReleasePush --account production",
    ],
  ],
  [
    "an unknown role",
    ORGANIZATION,
    { role: "Push" },
    {},
    [
      "no role matches --role Push. Roles in the file: ReleasePush (account production), BaseImagePush (account production), TeamPush (account production), PullRequestPull (account production)",
    ],
  ],
  [
    "no repository, if the trust has only patterns",
    ORGANIZATION,
    { role: "TeamPush" },
    {},
    [
      "--repository: missing. Name a GitHub repository, because the trust of TeamPush (account production) has only patterns",
    ],
  ],
  [
    "no image and an unknown platform",
    ORGANIZATION,
    { role: "BaseImagePush" },
    { platforms: ["darwin"] },
    [
      "--image: missing. Name an ECR repository, because the role has only patterns (base/*). For example: --image base/NAME",
      '--platform: expected linux/amd64 or linux/arm64, or another linux platform together with --runs-on, got "darwin"',
    ],
  ],
  [
    "no workflow to call, if the trust has a pattern for it",
    roleFile({
      trust:
        "{ repository: web, branch: main, claims: { jobWorkflowRef: acme/ci/.github/workflows/push-*.yml@refs/heads/main } }",
      role: ["acceptRisks: [{ rule: R21, reason: wanted }]"],
    }),
    {},
    {},
    [
      "--workflow: missing. Expected OWNER/REPOSITORY/.github/workflows/FILE@REF with refs/heads/BRANCH or refs/tags/TAG as REF, because the role's trust requires acme/ci/.github/workflows/push-*.yml@refs/heads/main",
    ],
  ],
])("rejects %s", (_, yaml, role, request, problems) => {
  expect(answerTo(yaml, request, role)).toStrictEqual({ kind: "invalid", problems });
});

test("rejects a repository that no role trusts", () => {
  const role = { repository: { owner: "acme", name: "unknown" } };
  expect(answerTo(ACCOUNTS, {}, role)).toStrictEqual({
    kind: "denied",
    lines: [
      "denied: no role trusts acme/unknown",
      "  GitHubActionsECRRole (account test) trusts acme/web",
      "  GitHubActionsECRRole (account production) trusts acme/web",
      "To see what to add to the trust of a role, choose it with --role",
    ],
    change: undefined,
  });
});

test("a repository with a name near to a trusted one can be a slip", () => {
  const role = { repository: { owner: "acme", name: "webb" } };
  const answer = answerTo(ACCOUNTS, {}, role);
  expect(answer.kind === "denied" ? answer.lines : answer).toContain("Did you mean acme/web?");
});

test("a workflow of the request can match a pattern in the trust", () => {
  const file = roleFile({
    trust:
      "{ repository: web, branch: main, claims: { jobWorkflowRef: acme/ci/.github/workflows/push-*.yml@refs/heads/main } }",
    role: ["acceptRisks: [{ rule: R21, reason: wanted }]"],
  });
  const calls = "acme/ci/.github/workflows/push-image.yml@refs/heads/main";
  expect(workflowOf(file, { calls }).text).toContain(
    "    uses: acme/ci/.github/workflows/push-image.yml@main # zizmor: ignore[unpinned-uses]",
  );
  expect(answerTo(file, { calls: calls.replace("main", "dev") }).kind).toBe("denied");
});

test("a workflow has the file that the trust requires", () => {
  const trust =
    "{ repository: web, branch: main, claims: { jobWorkflowRef: acme/web/.github/workflows/own.yml@refs/heads/main } }";
  expect(workflowOf(roleFile({ trust })).path).toBe(".github/workflows/own.yml");
  expect(answerTo(roleFile({ trust }), { fileName: "other.yml" }).kind).toBe("denied");
});

test("the repository has the case of the trust policy", () => {
  const role = { repository: { owner: "ACME", name: "Web" } };
  expect(workflowOf(roleFile({}), {}, role).subject).toBe("repo:acme@1/web@2:ref:refs/heads/main");
});

test("the subject follows the repository's template", () => {
  const file = roleFile({
    github: ["subjectTemplates: [{ repositories: web, claims: [repository_id, context, actor] }]"],
  });
  expect(workflowOf(file).subject).toBe("repository_id:2:ref:refs/heads/main:actor:*");
});

test.each(ECR_ACCESSES)(
  "the workflow of a role with access %s has the jobs that its level names",
  (access) => {
    const answer = answerTo(roleFile({ ecr: `repositories: [web], access: ${access}` }));
    const { workflow: job } = ECR_LEVELS[access];

    expect(answer.kind === "written" ? answer.path : answer.kind).toBe(
      job === "none" ? "invalid" : `.github/workflows/${job}.yml`,
    );
  },
);

describe("an access level that neither pushes nor pulls", () => {
  beforeEach(() => {
    jest.replaceProperty(ECR_LEVELS, "pull", { ...ECR_LEVELS.pull, workflow: "none" });
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const READ = roleFile({ ecr: "repositories: [web], access: pull" });

  test.each<Partial<RoleSelector>>([
    {},
    { role: "GitHubActionsECRRole" },
    { repository: { owner: "acme", name: "web" } },
  ])("rejects %j", (selector) => {
    expect(answerTo(READ, {}, selector)).toStrictEqual({
      kind: "invalid",
      problems: [
        "no workflow for GitHubActionsECRRole (account 123456789012): access: pull neither pushes nor pulls images. Choose a role with access: push or push-pull",
      ],
    });
  });

  test("is not a choice beside a role that pushes", () => {
    const selector = { repository: { owner: "acme", name: "shop" } };

    expect(answerTo(ORGANIZATION, { event: "pull_request" }, selector).kind).toBe("denied");
    expect(workflowOf(ORGANIZATION, {}, selector).role.role.name).toBe("ReleasePush");
  });
});
