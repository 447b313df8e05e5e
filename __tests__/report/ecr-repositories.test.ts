import { accessMarkdown } from "../../lib/cli/commands/show/markdown";
import { accessPage } from "../../lib/cli/commands/show/page/page";
import { accessText } from "../../lib/cli/commands/show/text";
import { parseConfig } from "../../lib/config/load";
import { accessOf } from "../../lib/report/access";
import { pullText, pushText, settingTexts } from "../../lib/report/ecr-repositories";
import { fileWith, secondRole, WITH_IDS } from "../config/access-file";

const REGISTRY = `    ecr:
      region: [ap-northeast-2, us-east-1]
      repositories:
        - web
        - { name: base/node, origin: import, immutableTags: { except: [latest, cache*] }, scan: registry }
        - name: api
          immutableTags: false
          scan: never
          encryption: kms
          lifecycle: { keepForever: v*, keepNewest: 9 }
          pull: { accounts: ["210987654321"], organization: o-a1b2c3d4e5, lambda: true }
          forceDelete: true
        - { name: old, region: us-east-1, origin: existing }
      createOnPush: [{ prefix: team-a/, lifecycle: false }]
      pullThroughCache: [{ prefix: quay, upstream: quay, lifecycle: { untagged: { expireAfterDays: 1 } } }]`;

const access = accessOf(
  parseConfig(
    fileWith({
      2: WITH_IDS,
      11: secondRole(
        "name: Puller",
        "ecr: { repositories: ['*'], access: pull, region: us-east-1 }",
        "trust: [{ repository: web, branch: dev }]",
        "publish: false",
      ).replace("ecr: { repositories: [web] }", "description: x"),
      12: secondRole("name: Team", "trust: [{ repository: web, branch: team }]", "publish: false").replace(
        "ecr: { repositories: [web] }",
        "ecr: { repositories: [team-a/web], access: push-pull }",
      ),
      13: REGISTRY,
    }),
    "access.yaml",
  ),
);

test("every repository and prefix has its settings in words, and who can push and pull", () => {
  expect(
    access.ecrRepositories.map((each) => [
      each.name,
      each.kind,
      each.regions.length,
      settingTexts(each),
      pushText(each),
      pullText(each),
    ]),
  ).toStrictEqual([
    [
      "web",
      "create",
      2,
      ["immutable tags", "scan on push", "AES-256", "Expire untagged images after 14 days"],
      "GitHubActionsECRRole",
      "Puller",
    ],
    [
      "base/node",
      "import",
      2,
      [
        "immutable tags except latest, cache*",
        "scan by the registry's configuration",
        "encryption as it is",
        "lifecycle as it is",
      ],
      "no role",
      "Puller",
    ],
    [
      "api",
      "create",
      2,
      [
        "mutable tags",
        "no scan",
        "KMS key aws/ecr",
        "Keep v* forever",
        "Keep the newest 9 tagged images",
        "can be destroyed with its images",
      ],
      "no role",
      "Puller, account 210987654321, organization o-a1b2c3d4e5, AWS Lambda",
    ],
    ["old", "existing", 1, ["settings that the file does not know"], "no role", "Puller"],
    [
      "team-a/*",
      "createOnPush",
      2,
      ["created at the first push", "immutable tags", "AES-256", "no image expires"],
      "Team",
      "Puller, Team",
    ],
    [
      "quay/*",
      "pullThroughCache",
      2,
      ["cache of quay.io", "Expire untagged images after 1 day"],
      "no role",
      "Puller",
    ],
  ]);
});

test("the JSON has the settings in the words of access.yaml", () => {
  expect(access.ecrRepositories.slice(1, 3)).toStrictEqual([
    {
      account: { id: "123456789012", name: "123456789012" },
      name: "base/node",
      kind: "import",
      regions: ["ap-northeast-2", "us-east-1"],
      uris: [
        "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/base/node",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com/base/node",
      ],
      settings: { immutableTags: { except: ["latest", "cache*"] }, scan: "registry", forceDelete: false },
      pushRoles: [],
      pullRoles: ["Puller"],
      others: [],
    },
    {
      account: { id: "123456789012", name: "123456789012" },
      name: "api",
      kind: "create",
      regions: ["ap-northeast-2", "us-east-1"],
      uris: [
        "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/api",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com/api",
      ],
      settings: {
        immutableTags: false,
        scan: "never",
        encryption: "kms",
        lifecycle: ["Keep v* forever", "Keep the newest 9 tagged images"],
        forceDelete: true,
      },
      pushRoles: [],
      pullRoles: ["Puller"],
      others: ["account 210987654321", "organization o-a1b2c3d4e5", "AWS Lambda"],
    },
  ]);
});

test("a file without the section has no ECR repositories", () => {
  expect(accessOf(parseConfig(fileWith({ 2: WITH_IDS }), "access.yaml")).ecrRepositories).toStrictEqual([]);
});

test("the table has a row for each, with its regions", () => {
  const text = accessText(access, { columns: 200, hasColour: false });

  expect(text).toContain("123456789012, 6 ECR repositories in the file");
  expect(text).toMatch(/ECR REPOSITORY +SETTINGS +CAN PUSH +CAN PULL/);
  expect(text).toMatch(
    /web +immutable tags +GitHubActionsECRRole +Puller\n +ap-northeast-2 +scan on push\n +us-east-1 +AES-256/,
  );
});

test("Markdown has a row for each", () => {
  expect(accessMarkdown(access)).toContain(
    "| `web` | `123456789012` in ap-northeast-2, us-east-1 | immutable tags<br>scan on push<br>`AES-256`<br>Expire untagged images after 14 days | `GitHubActionsECRRole` | `Puller` |",
  );
});

test("the page has the settings beside the repository, also of one that no role names", () => {
  const page = accessPage(access, { path: "access.yaml", changedAt: new Date(0) });
  const groupOf = (uri: string) =>
    new RegExp(`<article class="group" id="ecr/${uri.replace(/[.*]/g, "[$&]")}">.*?</article>`, "s").exec(
      page,
    )?.[0];

  expect(groupOf("123456789012.dkr.ecr.us-east-1.amazonaws.com/web")).toContain(
    "immutable tags · scan on push · AES-256 · Expire untagged images after 14 days",
  );
  expect(groupOf("123456789012.dkr.ecr.us-east-1.amazonaws.com/api")).toContain(
    "used by account 210987654321, organization o-a1b2c3d4e5, AWS Lambda",
  );
  expect(groupOf("123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/api")).toContain(
    "No role names this ECR repository.",
  );
});
