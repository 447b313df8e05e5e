import { fileWith, secondRole, WITH_IDS } from "../../../config/access-file";
import { folderWith } from "../../../support/folder";
import { runCli } from "../../run-cli";

const folder = folderWith({
  "access.yaml": fileWith({
    2: WITH_IDS,
    11: secondRole("name: Other", "trust: [{ repository: web, branch: dev }]", "publish: false").replace(
      "[web]",
      "[api]",
    ),
  }),
});
afterAll(() => folder.remove());

const explain = (...args: readonly string[]) => runCli(["explain", ...args], { cwd: folder.path });

test("without a token, every role is evaluated, and those that may come first", async () => {
  const { code, stdout } = await explain("--action", "ecr:PutImage", "--image", "api:v1");

  expect(code).toBe(0);
  expect(stdout).toContain(
    "ecr:PutImage on api:v1, by the policies of access.yaml\n\nallowed: 1 role may\n\nrole Other in 123456789012: allowed\n",
  );
  expect(stdout).toContain("role GitHubActionsECRRole in 123456789012: denied\n");
});

test("with a token, only the roles that allow it are evaluated", async () => {
  const run = ["--repository", "web", "--branch", "main"];

  expect(await explain("--action", "ecr:PutImage", "--image", "web", ...run)).toMatchObject({ code: 0 });
  const denied = await explain("--action", "ecr:PutImage", "--image", "api", ...run);
  expect(denied.code).toBe(1);
  expect(denied.stdout).toContain("denied: no role may");
  expect(denied.stdout).not.toContain("Other");
});

test("a token that no role allows is explained, as without an action", async () => {
  const { code, stdout } = await explain(
    "--action",
    "ecr:PutImage",
    "--image",
    "web",
    "--repository",
    "web",
    "--branch",
    "x",
  );
  expect(code).toBe(1);
  expect(stdout).toContain("denied: no role in access.yaml allows this token");
});

test("JSON has each role with its policies", async () => {
  const image = "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/web:v1";
  const { stdout } = await explain("--action", "ecr:putimage", "--image", image, "--json");

  expect(JSON.parse(stdout)).toMatchObject({
    file: "access.yaml",
    action: "ecr:PutImage",
    repository: "web",
    tag: "v1",
    registry: { accountId: "123456789012", region: "ap-northeast-2" },
    allowed: true,
    roles: [
      { name: "GitHubActionsECRRole", account: "123456789012", outcome: "allowed" },
      { name: "Other", outcome: "denied" },
    ],
  });
});

const IMAGE =
  "--image: expected the name of an ECR repository, with or without registry address and tag (such as web:v1), got";

test.each<[readonly string[], readonly string[]]>([
  [
    ["--action", "ecr:PutImage"],
    ["--image: missing. Expected an image with --action, such as web or web:v1"],
  ],
  [["--image", "web"], ["--action: missing. Expected an action with --image, such as ecr:PutImage"]],
  [
    ["--action", "ecr:PutImge", "--image", "Web"],
    [
      '--action: expected an action of ECR (ecr:NAME), got "ecr:PutImge", did you mean ecr:PutImage?',
      `${IMAGE} "Web"`,
    ],
  ],
  [
    ["--action", "s3:PutObject", "--image", "web"],
    ['--action: expected an action of ECR (ecr:NAME), got "s3:PutObject"'],
  ],
  [["--action", "ecr:PutImage", "--image", "public.ecr.aws/a/b"], [`${IMAGE} "public.ecr.aws/a/b"`]],
  [
    ["--action", "ecr:PutImage", "--image", "web", "--policy", "role.json"],
    ["--action: expected no --policy, because such a file rarely has every policy of a role"],
  ],
])("rejects %j", async (args, lines) => {
  expect(await explain(...args)).toStrictEqual({ code: 2, stdout: "", stderr: `${lines.join("\n")}\n` });
});
