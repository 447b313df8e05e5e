import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RoleSelector } from "../../lib/workflow/chosen-role";
import type { WorkflowRequest } from "../../lib/workflow/request";
import { answerTo, roleFile, workflowOf } from "./workflow-of";

const EXAMPLES = join(__dirname, "..", "..", "examples");
const example = (name: string) => readFileSync(join(EXAMPLES, name, "access.yaml"), "utf8");

const ORGANIZATION = example("organization");
const ACCOUNTS = example("two-accounts");
const SHOP = { repository: { owner: "acme", name: "shop" } };
const FITS = "more than one role or repository fits; choose by --repository, --role and --account:";

test.each<[string, string, Partial<RoleSelector>, Partial<WorkflowRequest>, string]>([
  ["its name", ORGANIZATION, { ...SHOP, role: "releasepush" }, {}, "ReleasePush"],
  ["what starts it", ORGANIZATION, SHOP, { event: "pull_request", images: ["base/node"] }, "PullRequestPull"],
  ["its environment", ORGANIZATION, SHOP, { environment: "production" }, "ReleasePush"],
  [
    "the only repository that its trust names",
    ORGANIZATION,
    { role: "BaseImagePush" },
    { images: ["base/node"] },
    "BaseImagePush",
  ],
  [
    "a pattern of its trust",
    ORGANIZATION,
    { repository: { owner: "acme", name: "team-new" } },
    { images: ["team/x"] },
    "TeamPush",
  ],
])("a role is chosen by %s", (_, yaml, role, wish, expected) => {
  expect(workflowOf(yaml, wish, role).role.role.name).toBe(expected);
});

test.each<[Partial<RoleSelector>, Partial<WorkflowRequest>, string]>([
  [{ account: "test" }, {}, "111111111111"],
  [{ account: "222222222222" }, {}, "222222222222"],
  [{}, { environment: "production" }, "222222222222"],
  [{}, { branches: ["main"] }, "111111111111"],
])("by %j and %j a role of the account %s is chosen", (role, wish, accountId) => {
  expect(workflowOf(ACCOUNTS, wish, role).role.account.accountId).toBe(accountId);
});

test.each<[string, string, Partial<RoleSelector>, Partial<WorkflowRequest>, readonly string[]]>([
  [
    "several roles",
    ACCOUNTS,
    {},
    {},
    [
      FITS,
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
      FITS,
      "  --repository acme/shop --role ReleasePush --account production",
      "  --repository acme/checkout --role ReleasePush --account production",
    ],
  ],
  [
    "a role that there is not",
    ORGANIZATION,
    { role: "Push" },
    {},
    [
      "no role fits --role and --account; allowed: ReleasePush in production, BaseImagePush in production, TeamPush in production, PullRequestPull in production",
    ],
  ],
  [
    "no repository, where trust has patterns alone",
    ORGANIZATION,
    { role: "TeamPush" },
    {},
    [
      "--repository is missing; needed: a repository, since trust names none without wildcards in TeamPush in production",
    ],
  ],
  [
    "no image and a strange platform",
    ORGANIZATION,
    { role: "BaseImagePush" },
    { platforms: ["darwin"] },
    [
      "--image is missing; needed: an ECR repository of the role, without wildcards; allowed: base/*",
      '--platform has no runner; allowed: linux/amd64, linux/arm64, or --runs-on with a runner for it; given: "darwin"',
    ],
  ],
  [
    "no workflow to call, where trust has a pattern for it",
    roleFile({
      trust:
        "{ repository: web, branch: main, claims: { jobWorkflowRef: acme/ci/.github/workflows/push-*.yml@refs/heads/main } }",
      role: ["acceptRisks: [{ rule: R21, reason: wanted }]"],
    }),
    {},
    {},
    [
      "--workflow is missing; needed: OWNER/REPOSITORY/.github/workflows/FILE@REF, where REF is refs/heads/BRANCH or refs/tags/TAG, since the role asks for acme/ci/.github/workflows/push-*.yml@refs/heads/main",
    ],
  ],
])("rejects %s", (_, yaml, role, wish, problems) => {
  expect(answerTo(yaml, wish, role)).toStrictEqual({ kind: "unclear", problems });
});

test("rejects a repository that no role trusts", () => {
  const role = { repository: { owner: "acme", name: "strange" } };
  expect(answerTo(ACCOUNTS, {}, role)).toStrictEqual({
    kind: "refused",
    lines: [
      "refused: no role trusts acme/strange",
      "  GitHubActionsECRRole in test trusts acme/web",
      "  GitHubActionsECRRole in production trusts acme/web",
      "choose a role with --role to read what to add to its trust",
    ],
  });
});

test("a workflow of the wish fits a pattern of trust", () => {
  const file = roleFile({
    trust:
      "{ repository: web, branch: main, claims: { jobWorkflowRef: acme/ci/.github/workflows/push-*.yml@refs/heads/main } }",
    role: ["acceptRisks: [{ rule: R21, reason: wanted }]"],
  });
  const calls = "acme/ci/.github/workflows/push-image.yml@refs/heads/main";
  expect(workflowOf(file, { calls }).text).toContain(
    "    uses: acme/ci/.github/workflows/push-image.yml@main\n",
  );
  expect(answerTo(file, { calls: calls.replace("main", "dev") }).kind).toBe("refused");
});

test("a workflow belongs where the role asks for it", () => {
  const trust =
    "{ repository: web, branch: main, claims: { jobWorkflowRef: acme/web/.github/workflows/own.yml@refs/heads/main } }";
  expect(workflowOf(roleFile({ trust })).path).toBe(".github/workflows/own.yml");
  expect(answerTo(roleFile({ trust }), { fileName: "other.yml" }).kind).toBe("refused");
});

test("the repository has the casing of trust", () => {
  const role = { repository: { owner: "ACME", name: "Web" } };
  expect(workflowOf(roleFile({}), {}, role).subject).toBe("repo:acme@1/web@2:ref:refs/heads/main");
});

test("the subject follows the repository's template", () => {
  const file = roleFile({
    github: ["subjectTemplates: [{ repositories: web, claims: [repository_id, context, actor] }]"],
  });
  expect(workflowOf(file).subject).toBe("repository_id:2:ref:refs/heads/main:actor:*");
});
