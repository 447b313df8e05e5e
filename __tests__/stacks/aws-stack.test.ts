import { App, Testing } from "cdktf";
import { parseConfig } from "../../lib/config/load";
import { AwsStack } from "../../lib/stacks/aws-stack";
import { ISSUER, PROVIDER_ARN } from "../support/github";
import { ECR_POLICY, TRUST_POLICY } from "../support/smallest";
import { seed, synthesizedStacks } from "./synthesized";

const STACK = "aws-123456789012";

test("the smallest file gives provider, role, policy and attachment, and nothing else", () => {
  expect(synthesizedStacks(seed())[STACK]).toStrictEqual({
    terraform: {
      backend: { local: { path: "../../../terraform.aws-123456789012.tfstate" } },
      required_providers: { aws: { source: "hashicorp/aws", version: ">= 5.100.0, < 7.0.0" } },
      required_version: ">= 1.11",
    },
    provider: { aws: [{ region: "ap-northeast-2", allowed_account_ids: ["123456789012"] }] },
    resource: {
      aws_iam_openid_connect_provider: {
        github: { url: `https://${ISSUER}`, client_id_list: ["sts.amazonaws.com"] },
      },
      aws_iam_role: {
        GitHubActionsECRRole: {
          name: "GitHubActionsECRRole",
          path: "/",
          assume_role_policy: JSON.stringify(TRUST_POLICY),
          max_session_duration: 3_600,
          force_detach_policies: true,
          depends_on: ["aws_iam_openid_connect_provider.github"],
        },
      },
      aws_iam_policy: {
        GitHubActionsECRPolicy: {
          name: "GitHubActionsECRPolicy",
          path: "/",
          policy: JSON.stringify(ECR_POLICY),
        },
      },
      aws_iam_role_policy_attachment: {
        GitHubActionsECRRole_GitHubActionsECRPolicy: {
          role: "$".concat("{aws_iam_role.GitHubActionsECRRole.name}"),
          policy_arn: "$".concat("{aws_iam_policy.GitHubActionsECRPolicy.arn}"),
        },
      },
    },
    output: {
      roles: {
        description: "By role name: ARN, allowed subjects and audience, and ECR registries.",
        value: {
          GitHubActionsECRRole: {
            arn: "arn:aws:iam::123456789012:role/GitHubActionsECRRole",
            subjects: ["repo:acme/web:ref:refs/heads/main"],
            audience: "sts.amazonaws.com",
            registries: ["123456789012.dkr.ecr.ap-northeast-2.amazonaws.com"],
          },
        },
      },
    },
  });
});

test("wildcards: all repositories of the owner push to all ECR repositories", () => {
  const stack = synthesizedStacks(
    seed({ role: "acceptRisks: [{ rule: R06, reason: the guide allows it }]" })
      .replace("repository: web", 'repository: "*"')
      .replace("[web]", '["*"]'),
  )[STACK];
  const role = stack?.resource?.aws_iam_role?.GitHubActionsECRRole;
  const policy = stack?.resource?.aws_iam_policy?.GitHubActionsECRPolicy;
  expect(JSON.parse(String(role?.assume_role_policy))).toStrictEqual(
    JSON.parse(JSON.stringify(TRUST_POLICY).replace("acme/web", "acme/*")),
  );
  expect(JSON.parse(String(policy?.policy))).toStrictEqual(
    JSON.parse(JSON.stringify(ECR_POLICY).replace("repository/web", "repository/*")),
  );
});

test.each([
  ["github.com", "enterprise: acme-corp", "token.actions.githubusercontent.com/acme-corp"],
  ["octo.ghe.com", "", "token.actions.octo.ghe.com"],
  ["git.example.com", "", "git.example.com/_services/token"],
])("the provider, the principal and the keys are those of %s %s", (host, enterprise, issuer) => {
  const yaml = seed().replace(
    "  owner: acme\n",
    `  owner: acme\n  host: ${host}\n${enterprise === "" ? "" : `  ${enterprise}\n`}`,
  );
  const resource = synthesizedStacks(yaml)[STACK]?.resource;
  expect(resource?.aws_iam_openid_connect_provider?.github).toStrictEqual({
    url: `https://${issuer}`,
    client_id_list: ["sts.amazonaws.com"],
  });
  expect(resource?.aws_iam_role?.GitHubActionsECRRole?.assume_role_policy).toBe(
    JSON.stringify(TRUST_POLICY).replaceAll(ISSUER, issuer),
  );
});

test("a custom trust policy is written unchanged, with Terraform templates escaped", () => {
  const document = {
    Statement: {
      Sid: `Own%{if}\${x}`,
      Condition: {
        StringLike: { [`${ISSUER}:sub`]: [`repo:acme@1/web@2:environment:a\${*}%{b}`] },
        StringEquals: { [`${ISSUER}:aud`]: "sts.amazonaws.com" },
      },
      Action: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
      Principal: { Federated: PROVIDER_ARN },
      Effect: "Allow",
    },
    Version: "2012-10-17",
  };
  const yaml = seed().replace(/trust:.*?ecr:/s, `trustPolicy: ${JSON.stringify(document)}\n        ecr:`);
  const role = synthesizedStacks(yaml)[STACK]?.resource?.aws_iam_role?.GitHubActionsECRRole;
  expect(role?.assume_role_policy).toBe(
    JSON.stringify(document)
      .replaceAll("${", () => "$".concat("${"))
      .replaceAll("%{", "%%{"),
  );
});

test("an ECR policy over IAM's quota becomes several, with addresses by their names", () => {
  const names = Array.from({ length: 100 }, (_, index) => `repository-${index}`);
  const { resource } = synthesizedStacks(seed().replace("[web]", `[${names.join(", ")}]`))[STACK] ?? {};
  expect(Object.keys(resource?.aws_iam_policy ?? {})).toStrictEqual([
    "GitHubActionsECRPolicy",
    "GitHubActionsECRPolicy-2",
  ]);
  expect(resource?.aws_iam_role_policy_attachment).toStrictEqual({
    GitHubActionsECRRole_GitHubActionsECRPolicy: {
      role: "$".concat("{aws_iam_role.GitHubActionsECRRole.name}"),
      policy_arn: "$".concat("{aws_iam_policy.GitHubActionsECRPolicy.arn}"),
    },
    "GitHubActionsECRRole_GitHubActionsECRPolicy-2": {
      role: "$".concat("{aws_iam_role.GitHubActionsECRRole.name}"),
      policy_arn: "$".concat("{aws_iam_policy.GitHubActionsECRPolicy-2.arn}"),
    },
  });
});

test("an existing provider is used by its ARN, not created, and leaves the state without being destroyed", () => {
  const stack = synthesizedStacks(seed({ account: "oidcProvider: existing" }))[STACK];
  expect(Object.keys(stack?.resource ?? {})).not.toContain("aws_iam_openid_connect_provider");
  const role = stack?.resource?.aws_iam_role?.GitHubActionsECRRole;
  expect(role?.assume_role_policy).toBe(JSON.stringify(TRUST_POLICY));
  expect(role).not.toHaveProperty("depends_on");
  expect(stack?.removed).toStrictEqual([
    { from: "aws_iam_openid_connect_provider.github", lifecycle: { destroy: false } },
  ]);
});

test("an existing provider is imported without a Terraform binary", () => {
  const stack = synthesizedStacks(seed({ account: "oidcProvider: import" }))[STACK];
  expect(stack?.import).toStrictEqual([
    {
      id: PROVIDER_ARN,
      to: "aws_iam_openid_connect_provider.github",
    },
  ]);
});

test("the provider assumes the role of assumeRoleArn", () => {
  const assumeRoleArn = "arn:aws:iam::123456789012:role/terraform";
  const stack = synthesizedStacks(seed({ account: `assumeRoleArn: ${assumeRoleArn}` }))[STACK];
  expect(stack?.provider).toStrictEqual({
    aws: [
      {
        region: "ap-northeast-2",
        allowed_account_ids: ["123456789012"],
        assume_role: [{ role_arn: assumeRoleArn }],
      },
    ],
  });
});

test("every taggable resource has the account's tags, and a role's own tag wins", () => {
  const stack = synthesizedStacks(
    seed({ account: "tags: { team: platform, stage: production }", role: "tags: { stage: test }" }),
  )[STACK];
  const own = { team: "platform", stage: "test" };
  expect(stack?.resource?.aws_iam_openid_connect_provider?.github?.tags).toStrictEqual({
    team: "platform",
    stage: "production",
  });
  expect(stack?.resource?.aws_iam_role?.GitHubActionsECRRole?.tags).toStrictEqual(own);
  expect(stack?.resource?.aws_iam_policy?.GitHubActionsECRPolicy?.tags).toStrictEqual(own);
});

test("roles whose names differ only in special characters have different addresses", () => {
  const role = (name: string) =>
    `      - { name: "${name}", trust: [{ repository: web, branch: main }], ecr: { repositories: [web] }, publish: false }\n`;
  const yaml = `${seed().split("      - trust")[0]}${["ci.push", "ci_push", "ci+push"].map(role).join("")}`;
  const roles = synthesizedStacks(yaml)[STACK]?.resource?.aws_iam_role ?? {};
  expect(Object.values(roles).map(({ name }) => name)).toStrictEqual(["ci_push", "ci.push", "ci+push"]);
  expect(Object.keys(roles)).toStrictEqual(["ci_push", "ci_push_4784d85a", "ci_push_52481410"]);
});

test.each(["github", "aws", "ecr", "roles", "backend", "constructor", "toString", "Resource"])(
  "a role may be named %s, as something else in the stack is",
  (name) => {
    const { resource, output } = synthesizedStacks(seed({ role: `name: ${name}` }))[STACK] ?? {};
    expect(Object.values(resource?.aws_iam_role ?? {}).map((role) => role.name)).toStrictEqual([name]);
    expect(JSON.stringify(output)).toContain(`"arn:aws:iam::123456789012:role/${name}"`);
  },
);

test("the stack passes CDKTF's own validations", () => {
  const config = parseConfig(seed(), "access.yaml");
  const stack = new AwsStack(new App({ outdir: Testing.app().outdir }), config.accounts[0], config);
  expect(Testing.synth(stack, true)).toContain("aws_iam_role");
});
