import { DataAwsArn } from "@cdktf/provider-aws/lib/data-aws-arn";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsEcrRepository } from "@cdktf/provider-aws/lib/data-aws-ecr-repository";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SignerSigningProfile } from "@cdktf/provider-aws/lib/signer-signing-profile";
import { DataGithubRepository } from "@cdktf/provider-github/lib/data-github-repository";
import { GithubProvider } from "@cdktf/provider-github/lib/provider";
import { App, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { parseConfig } from "../../lib/config/load";
import { ConfigError } from "../../lib/config/problem";
import { violationWarning } from "../../lib/config/rule-message";
import { EcrRole } from "../../lib/constructs/ecr-role";
import { GithubEnvironment } from "../../lib/constructs/github-environment";
import { GithubOidcProvider } from "../../lib/constructs/github-oidc-provider";
import type { EcrRoleProps, TrustProps } from "../../lib/constructs/role-props";
import { ECR_PUSH_ACTIONS } from "../../lib/policy/ecr-access";
import { ruleOf } from "../config/problem-texts";
import { ISSUER, PROVIDER_ARN } from "../support/github";
import { documentIn, formsIn } from "./encoded-document";
import { resourcesOf } from "./synthesized";

const ACCOUNT = { accountId: "123456789012", region: "ap-northeast-2" };
const NUMBERED = "^[1-9][0-9]*$";
const ONE_REPOSITORY = "^arn:aws[a-z-]*:ecr:[a-z0-9-]+:[0-9]{12}:repository/[a-z0-9._/-]+$";

/** A Terraform reference. */
function ref(path: string): string {
  return "$".concat(`{${path}}`);
}

function newStack(): TerraformStack {
  const stack = new TerraformStack(new App(), "web");
  new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
  new GithubProvider(stack, "hub", { owner: "acme" });
  return stack;
}

/** Resources of a stack with parsed policies. Addresses are without CDKTF's hashes. */
function made(stack: TerraformStack): ReturnType<typeof resourcesOf> {
  const json = Testing.synth(stack, true).replace(/_[0-9A-F]{8}(?=["\\., )}\]])/g, "");
  const read = (key: string, value: unknown) =>
    key === "policy" || key === "assume_role_policy" ? documentIn(value) : value;
  return resourcesOf(JSON.stringify(JSON.parse(json, read)));
}

/** The forms that references in the policies of the stack's role must match. */
function forms(stack: TerraformStack): { readonly trust: object; readonly ecr: object } {
  const { aws_iam_role, aws_iam_policy } = JSON.parse(Testing.synth(stack)).resource;
  const only = (byName: object, key: string) => Object.values(byName).map((attributes) => attributes[key])[0];
  return {
    trust: formsIn(only(aws_iam_role, "assume_role_policy")),
    ecr: formsIn(only(aws_iam_policy, "policy")),
  };
}

/** A role in a stack with a known account and provider. */
function roleWith(props: Omit<EcrRoleProps, "oidcProvider" | "ecr"> & Partial<EcrRoleProps>) {
  const stack = newStack();
  const oidcProvider = new GithubOidcProvider(stack, "github", { mode: "existing", account: ACCOUNT });
  const role = new EcrRole(stack, "push", {
    oidcProvider,
    ecr: { repositories: ["web"] },
    ...props,
  } as EcrRoleProps);
  const resources = made(stack);
  return {
    role,
    resources,
    trust: JSON.parse(JSON.stringify(resources.aws_iam_role?.push?.assume_role_policy).replaceAll("$$", "$")),
  };
}

function trustDocument(providerArn: string, sub: string | readonly string[], more: object = {}): object {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: providerArn },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { [`${ISSUER}:aud`]: "sts.amazonaws.com", ...more },
          StringLike: { [`${ISSUER}:sub`]: sub },
        },
      },
    ],
  };
}

const SIGNING_FORM = "^arn:aws[a-z-]*:signer:[a-z0-9-]+:[0-9]{12}:/signing-profiles/[A-Za-z0-9_]{2,64}$";

test("a role signs with profiles that Terraform creates, and with those that the props name", () => {
  const stack = newStack();
  const oidcProvider = new GithubOidcProvider(stack, "github", { mode: "existing", account: ACCOUNT });
  const profile = new SignerSigningProfile(stack, "profile", { platformId: "Notation-OCI-SHA384-ECDSA" });
  const named = "arn:aws:signer:ap-northeast-2:123456789012:/signing-profiles/web";
  const role = new EcrRole(stack, "push", {
    oidcProvider,
    trust: [{ repository: "acme/web", branch: "main" }],
    ecr: { repositories: ["web"], signingProfileArn: [profile.arn, named] },
  });

  expect(forms(stack).ecr).toStrictEqual({ "aws_signer_signing_profile.profile.arn": SIGNING_FORM });
  expect(role.ecr.signingProfileArns?.[1]).toBe(named);
  expect(made(stack).aws_iam_policy?.push_GitHubActionsECRPolicy).toMatchObject({
    policy: {
      Statement: [
        { Sid: "ECRAuth" },
        { Sid: "ECRPushPull" },
        {
          Sid: "SignImages",
          Effect: "Allow",
          Action: ["signer:SignPayload"],
          Resource: [expect.stringContaining("aws_signer_signing_profile.profile.arn"), named],
        },
      ],
    },
  });
});

test("a signing profile of another account is rejected, if the account of the role is known", () => {
  const named = "arn:aws:signer:ap-northeast-2:210987654321:/signing-profiles/web";
  expect(() =>
    roleWith({
      trust: [{ repository: "acme/web", branch: "main" }],
      ecr: { repositories: ["web"], signingProfileArn: named },
    }),
  ).toThrow(`ecr.signingProfileArn: expected an ARN of account 123456789012, got "${named}"`);
});

test("a role needs no account with a provider, an ECR repository and ids of the same app", () => {
  const stack = newStack();
  const oidcProvider = new GithubOidcProvider(stack, "github");
  const web = new EcrRepository(stack, "web", { name: "web" });
  const { repoId } = new DataGithubRepository(stack, "data", { fullName: "acme/web" });
  const owner = new TerraformVariable(stack, "owner", { type: "number" });
  new EcrRole(stack, "push", {
    oidcProvider,
    trust: [
      { repository: "acme/web", branch: "main", ids: { owner: owner.numberValue, repository: repoId } },
    ],
    ecr: { repositories: [web] },
    description: web.name,
  });

  expect(forms(stack)).toStrictEqual({
    trust: { "var.owner": NUMBERED, "data.github_repository.data.repo_id": NUMBERED },
    ecr: {},
  });
  expect(made(stack)).toStrictEqual({
    aws_ecr_repository: { web: { name: "web" } },
    aws_iam_openid_connect_provider: {
      github: { url: `https://${ISSUER}`, client_id_list: ["sts.amazonaws.com"] },
    },
    aws_iam_role: {
      push: {
        name: "GitHubActionsECRRole",
        path: "/",
        description: ref("aws_ecr_repository.web.name"),
        assume_role_policy: trustDocument(
          ref("aws_iam_openid_connect_provider.github.arn"),
          `repo:acme@${ref("var.owner")}/web@${ref("data.github_repository.data.repo_id")}:ref:refs/heads/main`,
        ),
        max_session_duration: 3_600,
        force_detach_policies: true,
        depends_on: ["aws_iam_openid_connect_provider.github"],
      },
    },
    aws_iam_policy: {
      push_GitHubActionsECRPolicy: {
        name: "GitHubActionsECRPolicy",
        path: "/",
        policy: {
          Version: "2012-10-17",
          Statement: [
            { Sid: "ECRAuth", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: "*" },
            {
              Sid: "ECRPushPull",
              Effect: "Allow",
              Action: ECR_PUSH_ACTIONS,
              Resource: ref("aws_ecr_repository.web.arn"),
            },
          ],
        },
      },
    },
    aws_iam_role_policy_attachment: {
      push_GitHubActionsECRRole_GitHubActionsECRPolicy: {
        role: ref("aws_iam_role.push.name"),
        policy_arn: ref("aws_iam_policy.push_GitHubActionsECRPolicy.arn"),
      },
    },
  });
});

/** The same trust as props and as access.yaml. */
const SAME: readonly (readonly [string, TrustProps, string, string])[] = [
  ["a branch", { repository: "acme/web", branch: "main" }, "", "{ repository: web, branch: main }"],
  ["a tag pattern", { repository: "acme/web", tag: "v*" }, "", '{ repository: web, tag: "v*" }'],
  [
    "an environment, taken literally",
    { repository: "acme/web", environment: "a*b?c$d:e" },
    "",
    '{ repository: web, environment: "a*b?c$d:e" }',
  ],
  [
    "a merge queue",
    { repository: "acme/web", mergeQueue: "main" },
    "",
    "{ repository: web, mergeQueue: main }",
  ],
  [
    "a repository of another owner",
    { repository: "other/api", branch: "main" },
    "",
    "{ repository: api, owner: other, branch: main }",
  ],
  [
    "ids",
    { repository: "acme/web", branch: "main", ids: { owner: 1, repository: "2" } },
    "owners: { acme: { id: 1 } }\n  repositories: { web: { id: 2, subject: immutable } }",
    "{ repository: web, branch: main }",
  ],
  [
    "ids beside names",
    { repository: "acme/web", branch: "main", ids: { owner: 1, repository: 2 }, subjectFormat: "both" },
    "owners: { acme: { id: 1 } }\n  repositories: { web: { id: 2, subject: both } }",
    "{ repository: web, branch: main }",
  ],
  [
    "claims",
    {
      repository: "acme/web",
      branch: "main",
      claims: { jobWorkflowRef: "acme/ci/.github/workflows/push.yml@refs/heads/main", actorId: ["1", "2"] },
    },
    "",
    '{ repository: web, branch: main, claims: { jobWorkflowRef: "acme/ci/.github/workflows/push.yml@refs/heads/main", actorId: ["1", "2"] } }',
  ],
  [
    "a template",
    {
      repository: "acme/web",
      branch: "main",
      ids: { owner: 1, repository: 2 },
      template: ["repository_id", "ref"],
    },
    "owners: { acme: { id: 1 } }\n  repositories: { web: { id: 2, subject: immutable } }\n  subjectTemplates: [{ repositories: [web], claims: [repository_id, ref] }]",
    "{ repository: web, branch: main }",
  ],
  [
    "a whole subject",
    { subject: "repo:acme/web:ref:refs/heads/release-?" },
    "",
    '{ subject: "repo:acme/web:ref:refs/heads/release-?" }',
  ],
];

test.each(SAME)("props and access.yaml give the same trust policy for %s", (_, entry, github, line) => {
  const file = `github:
  owner: acme
  ${github}
accounts:
  - id: "123456789012"
    region: ap-northeast-2
    roles:
      - trust:
          - ${line}
        ecr: { repositories: [web] }
`;
  const [{ roles }] = parseConfig(file, "access.yaml").accounts;
  expect(roleWith({ trust: [entry] }).trust).toStrictEqual(roles[0].trustPolicy);
});

test("several entries are alternatives, and subjects lists their patterns", () => {
  const subjects = ["repo:acme/web:ref:refs/heads/main", "repo:acme/api:environment:production"];
  const { role, trust } = roleWith({
    trust: [
      { repository: "acme/web", branch: "main" },
      { repository: "acme/api", environment: "production" },
    ],
  });
  expect(role.subjects).toStrictEqual(subjects);
  expect(trust).toStrictEqual(trustDocument(PROVIDER_ARN, subjects));
  expect(role.roleArn).toBe("arn:aws:iam::123456789012:role/GitHubActionsECRRole");
  expect(role.roleName).toBe("GitHubActionsECRRole");
});

test("a pattern with an owner id works beside a repository with name subjects", () => {
  const { role } = roleWith({
    trust: [
      { repository: "acme/team-*", branch: "main", ids: { owner: 1 } },
      { repository: "acme/web", branch: "main" },
    ],
    acceptRisks: [{ rule: "R07", reason: "teams make repositories of their own" }],
  });
  expect(role.subjects).toStrictEqual([
    "repo:acme@1/team-*@*:ref:refs/heads/main",
    "repo:acme/web:ref:refs/heads/main",
  ]);
});

test("a custom trust policy keeps the provider's ARN as a CDKTF token", () => {
  const stack = newStack();
  const oidcProvider = new GithubOidcProvider(stack, "github");
  const document = trustDocument(oidcProvider.providerArn, "repo:acme/web:ref:refs/heads/main");
  const role = new EcrRole(stack, "push", {
    oidcProvider,
    trustPolicy: document as Readonly<Record<string, unknown>>,
    ecr: { repositories: [new EcrRepository(stack, "web", { name: "web" })] },
  });
  expect(role.subjects).toStrictEqual(["repo:acme/web:ref:refs/heads/main"]);
  expect(made(stack).aws_iam_role?.push?.assume_role_policy).toStrictEqual(
    trustDocument(ref("aws_iam_openid_connect_provider.github.arn"), "repo:acme/web:ref:refs/heads/main"),
  );
});

test("an account and ARNs that only Terraform knows must match their forms", () => {
  const stack = newStack();
  const { accountId } = new DataAwsCallerIdentity(stack, "me");
  const arn = new TerraformVariable(stack, "repository", { type: "string" }).stringValue;
  const oidcProvider = new GithubOidcProvider(stack, "github", {
    mode: "existing",
    arn: new TerraformVariable(stack, "provider", { type: "string" }).stringValue,
  });
  new EcrRole(stack, "push", {
    oidcProvider,
    account: { accountId, region: "ap-northeast-2" },
    trust: [{ repository: "acme/web", branch: "main" }],
    ecr: { repositories: [{ arn }, "team/*"] },
  });
  const { aws_iam_policy } = made(stack);
  expect(forms(stack)).toStrictEqual({
    trust: {
      "var.provider":
        "^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/token[.]actions[.]githubusercontent[.]com$",
    },
    ecr: { "var.repository": ONE_REPOSITORY, "data.aws_caller_identity.me.account_id": "^[0-9]{12}$" },
  });
  const { Statement } = Object(aws_iam_policy?.push_GitHubActionsECRPolicy?.policy);
  expect(Statement[1]?.Resource).toStrictEqual([
    ref("var.repository"),
    `arn:aws:ecr:ap-northeast-2:${ref("data.aws_caller_identity.me.account_id")}:repository/team/*`,
  ]);
});

test.each<[string, (stack: TerraformStack, account: string) => GithubOidcProvider]>([
  [
    "an account",
    (stack, accountId) => GithubOidcProvider.fromAccount(stack, "github", { ...ACCOUNT, accountId }),
  ],
  [
    "an ARN",
    (stack, accountId) =>
      GithubOidcProvider.fromArn(stack, "github", `arn:aws:iam::${accountId}:oidc-provider/${ISSUER}`),
  ],
])("ARNs with the CDKTF token of %s in them are whole templates, without a warning", (_, providerOf) => {
  const warn = jest.spyOn(console, "warn").mockImplementation(() => undefined);
  const stack = newStack();
  const account = new TerraformVariable(stack, "account", { type: "string" }).stringValue;
  new EcrRole(stack, "push", {
    oidcProvider: providerOf(stack, account),
    trust: [MAIN],
    ecr: { repositories: [{ arn: `arn:aws:ecr:ap-northeast-2:${account}:repository/web` }] },
  });
  const { resource } = JSON.parse(Testing.synth(stack));
  const [role] = Object.values<{ assume_role_policy: string }>(resource.aws_iam_role);
  const [policy] = Object.values<{ policy: string }>(resource.aws_iam_policy);
  expect(role?.assume_role_policy).toContain(
    `"Federated" = regex("^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/token[.]actions[.]githubusercontent[.]com$", "arn:aws:iam::${ref("var.account")}:oidc-provider/${ISSUER}")`,
  );
  expect(policy?.policy).toContain(
    `"Resource" = regex("${ONE_REPOSITORY}", "arn:aws:ecr:ap-northeast-2:${ref("var.account")}:repository/web")`,
  );
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
});

test("literal text that looks like a placeholder stays unchanged", () => {
  const stack = newStack();
  const variable = (id: string) => new TerraformVariable(stack, id, { type: "string" }).stringValue;
  new EcrRole(stack, "push", {
    oidcProvider: new GithubOidcProvider(stack, "github"),
    account: { accountId: variable("account"), region: "ap-northeast-2" },
    trust: [
      {
        repository: "acme/web",
        ids: { owner: 9_007_199_254_000_000, repository: variable("id") },
        branch: "v000000000000",
      },
    ],
    ecr: { repositories: [{ arn: variable("arn") }, "stand-in/0", "stand-in/0-other"] },
  });
  const { aws_iam_role, aws_iam_policy } = made(stack);
  expect(aws_iam_role?.push?.assume_role_policy).toStrictEqual(
    trustDocument(
      ref("aws_iam_openid_connect_provider.github.arn"),
      `repo:acme@9007199254000000/web@${ref("var.id")}:ref:refs/heads/v000000000000`,
    ),
  );
  const { Statement } = Object(aws_iam_policy?.push_GitHubActionsECRPolicy?.policy);
  expect(Statement[1]?.Resource).toStrictEqual([
    ref("var.arn"),
    `arn:aws:ecr:ap-northeast-2:${ref("var.account")}:repository/stand-in/0`,
    `arn:aws:ecr:ap-northeast-2:${ref("var.account")}:repository/stand-in/0-other`,
  ]);
});

test("a provider that only Terraform knows must be in the role's account, if that is known", () => {
  const stack = newStack();
  const oidcProvider = new GithubOidcProvider(stack, "github", {
    mode: "existing",
    arn: new TerraformVariable(stack, "provider", { type: "string" }).stringValue,
  });
  new EcrRole(stack, "push", {
    oidcProvider,
    account: ACCOUNT,
    trust: [MAIN],
    ecr: { repositories: ["web"] },
  });
  const form = "^arn:aws:iam::123456789012:oidc-provider/token[.]actions[.]githubusercontent[.]com$";
  expect(forms(stack)).toStrictEqual({ trust: { "var.provider": form }, ecr: {} });
});

test("rejects a malformed provider ARN without an account", () => {
  const stack = newStack();
  const props = {
    oidcProvider: new GithubOidcProvider(stack, "github", {
      mode: "existing",
      arn: `*:oidc-provider/${ISSUER}`,
    }),
    trust: [MAIN],
    ecr: { repositories: [new EcrRepository(stack, "web", { name: "web" })] },
  } as const;
  expect(thrownBy(() => new EcrRole(stack, "push", props)).lines).toStrictEqual([
    `web/push oidcProvider.providerArn: expected the OIDC provider for ${ISSUER} in the account of the role (arn:aws:iam::(a CDKTF token):oidc-provider/${ISSUER}), got "*:oidc-provider/${ISSUER}"`,
  ]);
});

test("an ARN of another resource than an ECR repository must match the form", () => {
  const stack = newStack();
  new EcrRole(stack, "push", {
    oidcProvider: new GithubOidcProvider(stack, "github", { mode: "existing", account: ACCOUNT }),
    trust: [MAIN],
    ecr: {
      repositories: [
        new EcrRepository(stack, "web", { name: "web" }),
        new DataAwsEcrRepository(stack, "found", { name: "found" }),
        new DataAwsArn(stack, "any", { arn: "arn:aws:ecr:*:*:repository/*" }),
      ],
    },
  });
  expect(forms(stack)).toStrictEqual({ trust: {}, ecr: { "data.aws_arn.any.arn": ONE_REPOSITORY } });
});

test("the role has all other props, CDKTF tokens included", () => {
  const stack = newStack();
  const text = new TerraformVariable(stack, "text", { type: "string" }).stringValue;
  new EcrRole(stack, "push", {
    oidcProvider: new GithubOidcProvider(stack, "github", { mode: "existing", account: ACCOUNT }),
    trust: [{ repository: "acme/web", branch: "main" }],
    ecr: { repositories: ["web"], access: "pull", region: ["eu-west-1", "eu-central-1"] },
    name: "Pull",
    path: "/ci/",
    maxSessionSeconds: 7_200,
    description: text,
    permissionsBoundaryArn: text,
    tags: { team: text },
  });
  const { aws_iam_role, aws_iam_policy } = made(stack);
  expect(aws_iam_role?.push).toStrictEqual({
    name: "Pull",
    path: "/ci/",
    max_session_duration: 7_200,
    force_detach_policies: true,
    description: ref("var.text"),
    permissions_boundary: ref("var.text"),
    tags: { team: ref("var.text") },
    assume_role_policy: trustDocument(PROVIDER_ARN, "repo:acme/web:ref:refs/heads/main"),
  });
  expect(Object.keys(aws_iam_policy ?? {})).toStrictEqual(["push_PullPolicy"]);
});

test("a list of ecr gives a statement for each account and level", () => {
  const other = "210987654321";
  const { role, resources } = roleWith({
    trust: [MAIN],
    ecr: [
      { repositories: ["web"], access: "push-pull" },
      { repositories: ["base/*"], account: other, access: ["pull", "read"] },
    ],
  });
  const [{ policy } = {}] = Object.values(resources.aws_iam_policy ?? {});

  expect(
    Object(policy).Statement.map(({ Sid, Resource }: Record<string, unknown>) => [Sid, Resource]),
  ).toStrictEqual([
    ["ECRAuth", "*"],
    ["ECRPushPull", "arn:aws:ecr:ap-northeast-2:123456789012:repository/web"],
    [`ECRPullRead${other}`, `arn:aws:ecr:ap-northeast-2:${other}:repository/base/*`],
  ]);
  expect(role.furtherEcr).toStrictEqual([
    { access: ["pull", "read"], repositories: ["base/*"], regions: ["ap-northeast-2"], accountId: other },
  ]);
});

test("ecrPublic adds the login and the actions of ECR Public, on ARNs of the account", () => {
  const ecrPublic = { repositories: ["web"], alias: "acme" };
  const { role, resources } = roleWith({ trust: [MAIN], ecrPublic });
  const [{ policy } = {}] = Object.values(resources.aws_iam_policy ?? {});

  expect(
    Object(policy).Statement.map(({ Sid, Resource }: Record<string, unknown>) => [Sid, Resource]),
  ).toStrictEqual([
    ["ECRAuth", "*"],
    ["ECRPublicAuth", "*"],
    ["ECRPushPull", "arn:aws:ecr:ap-northeast-2:123456789012:repository/web"],
    ["ECRPublic", "arn:aws:ecr-public::123456789012:repository/web"],
  ]);
  expect(role.ecrPublic).toStrictEqual({ access: ["push"], repositories: ["web"], alias: "acme" });
});

test("origin: import imports the role, its policy and the attachment", () => {
  const blocksOf = (origin: "create" | "import") => {
    const { role } = roleWith({ trust: [MAIN], origin });
    const { import: blocks = [] } = JSON.parse(Testing.synth(TerraformStack.of(role)));
    return blocks.map(({ id }: { readonly id: string }) => id).sort();
  };
  const policy = "arn:aws:iam::123456789012:policy/GitHubActionsECRPolicy";
  expect(blocksOf("import")).toStrictEqual([
    "GitHubActionsECRRole",
    `GitHubActionsECRRole/${policy}`,
    policy,
  ]);
  expect(blocksOf("create")).toStrictEqual([]);
});

test.each<[string, unknown, string]>([
  [
    "the role's own policy",
    ["arn:aws:iam::123456789012:policy/GitHubActionsECRPolicy"],
    'policies[0]: expected a policy that exists already, got "arn:aws:iam::123456789012:policy/GitHubActionsECRPolicy", which this role creates and attaches itself. Remove it',
  ],
  ["a text", "ADM", 'policies: expected a list with at least one element, got "ADM"'],
  ["a list with a number", [5], "policies[0]: expected the ARN of a managed policy"],
])("rejects policies that are %s", (_, policies, message) => {
  const props = { trust: [MAIN], policies } as unknown as Parameters<typeof roleWith>[0];
  expect(() => roleWith(props)).toThrow(message);
});

test("rejects origin: import without an account, which the ARNs of policies contain", () => {
  const stack = newStack();
  const create = () =>
    new EcrRole(stack, "push", {
      oidcProvider: new GithubOidcProvider(stack, "github"),
      trust: [MAIN],
      ecr: { repositories: [new EcrRepository(stack, "web", { name: "web" })] },
      origin: "import",
    });
  expect(create).toThrow(
    "push origin: expected account: { accountId, region } in the props of the role or its oidcProvider, got none. Terraform imports policies by their ARNs, which contain the account",
  );
});

test("medium and low violations are warnings until they are accepted", () => {
  const warningsOf = ({ role }: ReturnType<typeof roleWith>) =>
    role.node.metadata.filter(({ type }) => type === "@cdktf/warn").map(({ data }) => data);
  const trust = [{ repository: "acme/web", branch: "main" }] as const;
  expect(warningsOf(roleWith({ trust }))).toStrictEqual([violationWarning(ruleOf("R23"), "trust[0]")]);
  expect(
    warningsOf(roleWith({ trust: [...trust, { repository: "acme/api", branch: "main" }] })),
  ).toStrictEqual([
    violationWarning(ruleOf("R23"), "trust[0] and 1 more"),
    violationWarning(ruleOf("R39"), "ecr"),
  ]);
  const accepted = [{ rule: "R23", reason: "an older repository" }] as const;
  expect(warningsOf(roleWith({ trust, acceptRisks: accepted }))).toStrictEqual([]);
});

const TOKEN = new TerraformVariable(newStack(), "token", { type: "string" });
const LITERAL = "expected a literal value, got a CDKTF token. It is checked before Terraform knows the value";
const OUTSIDER = "repo:evil@1/web@2:ref:refs/heads/main";
const MAIN = { repository: "acme/web", branch: "main" } as const;

test.each<[string, object, readonly string[]]>([
  [
    "a subject of every owner, even if accepted",
    { trust: [{ subject: "repo:*/web:*" }], acceptRisks: [{ rule: "R03", reason: "please" }] },
    [" trust[0]: R03 owner-wildcard (critical)", " acceptRisks[0].rule: a critical rule cannot be accepted"],
  ],
  [
    "every repository of an owner without a reason",
    { trust: [{ repository: "acme/*", branch: "main" }] },
    [" trust[0]: R06 every-repository (high)"],
  ],
  [
    "pull requests on a role that pushes",
    { trust: [MAIN, { repository: "acme/web", pullRequest: true }] },
    [" trust[1]: R09 pull-request-push (high)"],
  ],
  [
    "a custom trust policy with the subject *",
    { trust: undefined, trustPolicy: trustDocument(PROVIDER_ARN, "*") },
    [" trustPolicy.Statement[0].Condition.StringLike"],
  ],
  [
    "a CDKTF token object in a custom trust policy",
    {
      trust: undefined,
      trustPolicy: { ...trustDocument(PROVIDER_ARN, "repo:acme/web:ref:refs/heads/main"), Id: TOKEN.value },
    },
    [` trustPolicy.Id: ${LITERAL}`],
  ],
  [
    "a CDKTF token object in a claim",
    { trust: [{ ...MAIN, claims: { actor: TOKEN.value } }] },
    [` trust[0].claims.actor: ${LITERAL}`],
  ],
  [
    "CDKTF tokens in props that the rules read",
    {
      trust: [{ repository: "acme/web", environment: TOKEN.stringValue }],
      name: TOKEN.stringValue,
      maxSessionSeconds: TOKEN.numberValue,
    },
    [` name: ${LITERAL}`, ` maxSessionSeconds: ${LITERAL}`, ` trust[0].environment: ${LITERAL}`],
  ],
  [
    "a CDKTF token as the name of an ECR repository",
    { ecr: { repositories: [TOKEN.stringValue] } },
    [" ecr.repositories[0]: expected a name, a pattern with *, or an EcrRepository, got a CDKTF token"],
  ],
  [
    "a provider of another account",
    { account: { ...ACCOUNT, accountId: "210987654321" } },
    [
      ` oidcProvider.providerArn: expected the OIDC provider for ${ISSUER} in the account of the role (arn:aws:iam::210987654321:oidc-provider/${ISSUER}), got "arn:aws:iam::123456789012:`,
    ],
  ],
  [
    "a repository without its owner",
    { trust: [{ repository: "web", branch: "main" }] },
    [" trust[0].repository: expected a GitHub repository (OWNER/NAME, where OWNER is 1 to 39 letters"],
  ],
  [
    "an owner with a wildcard",
    { trust: [{ repository: "ac*/web", branch: "main" }] },
    [" trust[0].repository: expected a GitHub repository (OWNER/NAME"],
  ],
  [
    "an owner beside a repository, which is a type error",
    { trust: [{ ...MAIN, owner: "partner" }] },
    [" trust[0].owner: expected no owner beside repository"],
  ],
  [
    "ids with a missing or an extra repository id",
    {
      trust: [
        { ...MAIN, ids: { owner: 1 } },
        { repository: "acme/team-*", branch: "main", ids: { owner: 1, repository: 2 } },
      ],
    },
    [
      " trust[0].ids.repository: missing. Expected the id of the repository",
      " trust[1].ids.repository: expected no repository id beside a pattern",
    ],
  ],
  [
    "a misspelled key of ids",
    { trust: [{ ...MAIN, ids: { owner: 1, repositry: 2 } }] },
    [
      ' trust[0].ids.repositry: unknown key "repositry", did you mean repository? Allowed keys: owner, repository',
    ],
  ],
  [
    "a misspelled prop, and one of another construct",
    { maxSessionSecond: 3600, publish: { as: "variables" } } as never,
    [
      ' publish: unknown key "publish". EcrRole publishes nothing. Use GithubActionsEcr, or create a GithubValues',
      ' maxSessionSecond: unknown key "maxSessionSecond", did you mean maxSessionSeconds? Allowed keys: ',
    ],
  ],
  [
    "a prop whose value refers to itself, and one that belongs to ecr",
    { access: "pull", provider: newStack() } as never,
    [
      ' provider: unknown key "provider". Allowed keys: ',
      ' access: unknown key "access", which belongs to ecr. Move it there. Allowed keys: ',
    ],
  ],
  [
    "keys that belong to another place of the props",
    {
      trust: [{ ...MAIN, jobWorkflowRef: "x" }],
      ecr: { repositories: ["web"], name: "push", path: "/ci/" } as never,
    },
    [
      ' trust[0].jobWorkflowRef: unknown key "jobWorkflowRef", which belongs to trust[].claims. Move it there. Allowed keys: ',
      ' ecr.name: unknown keys "name", "path", which belong to the top level. Move them there. Allowed keys: ',
    ],
  ],
  [
    "a template beside a pattern",
    { trust: [{ repository: "acme/team-*", branch: "main", template: ["repo", "context"] }] },
    [" trust[0].template: expected no template beside a pattern, because each repository has its own"],
  ],
  [
    "a subject format that ids do not have",
    { trust: [{ ...MAIN, ids: { owner: 1, repository: 2 }, subjectFormat: "name" }] },
    [' trust[0].subjectFormat: expected one of immutable, both, got "name"'],
  ],
  [
    "two spellings of an owner",
    { trust: [MAIN], owners: ["partner", "Acme"] },
    [' owners[1]: expected one spelling of the owner, as on GitHub, got "Acme" and "acme"'],
  ],
  [
    "a CDKTF token in the name of a repository",
    { trust: [{ repository: `acme/${TOKEN.stringValue}`, branch: "main" }] },
    [` trust[0].repository: ${LITERAL}`],
  ],
  [
    "a violation beside a mistake in another key of its entry",
    { trust: [MAIN, { subject: "repo:*/web:*", claims: { actr: "x" } }, { subject: "repo:*/api:*" }] },
    [" trust[1].claims.actr: unknown key", " trust[1]: R03 owner-wildcard", " trust[2]: R03 owner-wildcard"],
  ],
  [
    "a violation beside a mistake in another prop",
    { trust: [{ repository: "acme/web", anyContext: true }], name: "a b" },
    [" name: expected the name of a role", " trust[0]: R08 any-context"],
  ],
  [
    "the address of an ECR repository in the region of its own element of ecr",
    {
      ecr: [
        { repositories: ["web"] },
        { repositories: ["123456789012.dkr.ecr.eu-west-1.amazonaws.com/api"], region: "eu-west-1" },
      ],
    },
    [
      ' ecr[1].repositories[0]: expected the name of an ECR repository (2 to 256 characters: lower-case letters and digits, with . _ - / between them, or * in a pattern), got "123456789012.dkr.ecr.eu-west-1.amazonaws.com/api". This is the registry address of the repository. Write the name only: api',
    ],
  ],
  [
    "malformed ids",
    { trust: [{ ...MAIN, ids: { owner: 1.5, repository: "*" } }] },
    [" trust[0].ids.owner: expected a GitHub id", " trust[0].ids.repository: expected a GitHub id"],
  ],
  [
    "contradictory entries",
    {
      trust: [
        { ...MAIN, ids: { owner: 1, repository: 2 } },
        { repository: "Acme/web", tag: "v1" },
      ],
    },
    [
      " trust[1].repository: expected the same ids, subjectFormat and template in every entry for Acme/web, got others than at trust[0].ids",
    ],
  ],
  [
    "a template that repeats a key or has an unknown one",
    {
      trust: [
        { ...MAIN, template: ["repo", "repo"] },
        { repository: "acme/api", branch: "main", template: ["repo", "nope"] },
      ],
    },
    [
      " trust[1].template[1]: expected one of actor, actor_id, ",
      " trust[0].template[1]: duplicate claim in the template",
    ],
  ],
  [
    "two contexts, which is a type error",
    { trust: [{ ...MAIN, tag: "v1" }] },
    [
      " trust[0]: expected exactly one of branch, tag, environment, pullRequest, mergeQueue, anyContext, subject, got branch and tag",
    ],
  ],
  [
    "neither trust nor a trust policy",
    { trust: undefined },
    [": expected exactly one of trust, trustPolicy, got none"],
  ],
  [
    "several problems at once",
    { name: "a b", path: "ci", ecr: { repositories: ["WEB"], access: "admin" } },
    [
      " name: expected the name of a role",
      " path: expected an IAM path",
      " ecr.repositories[0]: expected the name of an ECR repository",
      ` ecr.access: expected one of push (push images), pull (pull images), push-pull (push and pull images)`,
    ],
  ],
])("rejects %s", (_, props, expected) => {
  const rejected = thrownBy(() => roleWith({ trust: [MAIN], ...props } as never));
  const starts = expected.map((text) => `web/push${text}`);
  expect(rejected.lines.map((line, index) => line.slice(0, starts[index]?.length))).toStrictEqual(starts);
});

test.each<[string, Partial<EcrRoleProps>]>([
  ["beside repositories of another owner", { trust: [MAIN, { subject: OUTSIDER }] }],
  ["with owners", { trust: [{ subject: OUTSIDER }], owners: ["acme"] }],
  [
    "in a custom trust policy with owners",
    { trust: undefined, trustPolicy: trustDocument(PROVIDER_ARN, OUTSIDER), owners: ["acme"] } as never,
  ],
])("rejects a subject of another owner %s", (_, props) => {
  expect(thrownBy(() => roleWith(props as never)).lines[0]).toContain(" R05 other-owner (critical): ");
});

test("a subject can name an owner in owners", () => {
  const { role } = roleWith({ trust: [MAIN, { subject: OUTSIDER }], owners: ["evil"] });
  expect(role.subjects).toStrictEqual(["repo:acme/web:ref:refs/heads/main", OUTSIDER]);
});

test("a protected environment of the app does not violate R13, an unprotected one does", () => {
  const rules = (branches: readonly string[]) => {
    const stack = newStack();
    const environment = new GithubEnvironment(stack, "env", { repository: "web", name: "prod", branches });
    const role = new EcrRole(stack, "push", {
      oidcProvider: new GithubOidcProvider(stack, "github", { mode: "existing", account: ACCOUNT }),
      trust: [{ repository: "acme/web", ids: { owner: 1, repository: 2 }, environment }],
      ecr: { repositories: ["web"] },
    });
    expect(role.subjects).toStrictEqual(["repo:acme@1/web@2:environment:prod"]);
    return role.node.metadata
      .filter(({ type }) => type === "@cdktf/warn")
      .map(({ data }) => data.slice(0, 3));
  };
  expect(rules(["main"])).toStrictEqual([]);
  expect(rules([])).toStrictEqual(["R13"]);
});

test("rejects an environment of another repository", () => {
  const stack = newStack();
  const environment = new GithubEnvironment(stack, "env", { repository: "api", name: "prod" });
  expect(thrownBy(() => roleWith({ trust: [{ repository: "acme/web", environment }] })).lines).toStrictEqual([
    'web/push trust[0].environment: expected an environment of web, got one of "api"',
  ]);
});

test("rejects a second role with the same name in another case", () => {
  const stack = newStack();
  const oidcProvider = new GithubOidcProvider(stack, "github", { mode: "existing", account: ACCOUNT });
  const props = { oidcProvider, trust: [MAIN], ecr: { repositories: ["web"] } };
  new EcrRole(stack, "first", { ...props, name: "Push" });
  expect(() => new EcrRole(stack, "second", { ...props, name: "PUSH" })).toThrow(
    'web/second name: expected a name that no other role has, ignoring case, got "PUSH", which is also the name of web/first',
  );
});

test.each(["*", "arn:aws:ecr:ap-northeast-2:123456789012:repository/*", "arn:aws:s3:::web"])(
  "rejects %s as the ARN of an ECR repository",
  (arn) => {
    const { lines } = thrownBy(() => roleWith({ trust: [MAIN], ecr: { repositories: [{ arn }] } }));
    expect(lines).toStrictEqual([
      `web/push ecr.repositories[0].arn: expected the ARN of an ECR repository (arn:PARTITION:ecr:REGION:ACCOUNT:repository/NAME), got "${arn}"`,
    ]);
  },
);

test("rejects names of ECR repositories without an account", () => {
  const stack = newStack();
  const props = {
    oidcProvider: new GithubOidcProvider(stack, "github"),
    trust: [MAIN],
    ecr: { repositories: ["web"] },
  } as const;
  expect(thrownBy(() => new EcrRole(stack, "push", props)).lines).toStrictEqual([
    'web/push ecr.repositories[0]: expected an EcrRepository, or account: { accountId, region } in the props of the role or its oidcProvider, got the name "web" without an account',
  ]);
});

function thrownBy(refused: () => unknown): ConfigError {
  try {
    refused();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
