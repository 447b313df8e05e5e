import { DataAwsIamOpenidConnectProvider } from "@cdktf/provider-aws/lib/data-aws-iam-openid-connect-provider";
import { TerraformOutput, Testing, Token } from "cdktf";
import type { Construct } from "constructs";
import { GithubOidcProvider, type GithubOidcProviderProps } from "../../lib/constructs/github-oidc-provider";
import { resourcesOf } from "./synthesized";

const ARN = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";

const account = { accountId: "123456789012", region: "ap-northeast-2" };

function providerJson(mode: NonNullable<GithubOidcProviderProps["mode"]>): string {
  return Testing.synthScope((scope) => {
    const provider = new GithubOidcProvider(scope, "github", { account, mode });
    expect(provider.providerArn).toBe(ARN);
  });
}

const MADE = { url: "https://token.actions.githubusercontent.com", client_id_list: ["sts.amazonaws.com"] };

test("create gives a provider with URL and audience, without a thumbprint", () => {
  expect(
    Object.values(resourcesOf(providerJson("create")).aws_iam_openid_connect_provider ?? {}),
  ).toStrictEqual([MADE]);
  expect(JSON.parse(providerJson("create")).import).toBeUndefined();
});

test("existing creates nothing", () => {
  expect(resourcesOf(providerJson("existing"))).toStrictEqual({});
});

test.each<[string, (scope: Construct) => GithubOidcProvider]>([
  ["fromAccount", (scope) => GithubOidcProvider.fromAccount(scope, "github", account)],
  ["fromArn", (scope) => GithubOidcProvider.fromArn(scope, "github", ARN)],
])("%s reuses the provider and creates nothing", (_, reused) => {
  const json = Testing.synthScope((scope) => {
    const { providerArn, addresses } = reused(scope);
    expect({ providerArn, addresses }).toStrictEqual({ providerArn: ARN, addresses: [] });
  });
  expect(resourcesOf(json)).toStrictEqual({});
});

test("fromArn accepts the host of the GitHub whose tokens the provider trusts", () => {
  const arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.acme.ghe.com";
  Testing.synthScope((scope) => {
    const { issuerHost } = GithubOidcProvider.fromArn(scope, "github", arn, { host: "acme.ghe.com" });
    expect(issuerHost).toBe("token.actions.acme.ghe.com");
    expect(() => GithubOidcProvider.fromArn(scope, "github.com", arn)).toThrow("github.com arn: ");
  });
});

test("import gives the same resource and imports the existing one", () => {
  const json = providerJson("import");
  const resources = resourcesOf(json).aws_iam_openid_connect_provider ?? {};
  expect(Object.values(resources)).toStrictEqual([MADE]);
  expect(JSON.parse(json).import).toStrictEqual([
    { id: ARN, to: `aws_iam_openid_connect_provider.${Object.keys(resources)[0]}` },
  ]);
});

test("without an account, the ARN is the resource's attribute", () => {
  const json = Testing.synthScope((scope) => {
    const { providerArn } = new GithubOidcProvider(scope, "github");
    new TerraformOutput(scope, "arn", { value: providerArn });
  });
  const [name] = Object.keys(resourcesOf(json).aws_iam_openid_connect_provider ?? {});
  expect(JSON.parse(json).output.arn.value).toBe("$".concat(`{aws_iam_openid_connect_provider.${name}.arn}`));
});

test.each<[string, GithubOidcProviderProps, Pick<GithubOidcProvider, "issuerHost" | "audience">]>([
  ["github.com", {}, { issuerHost: "token.actions.githubusercontent.com", audience: "sts.amazonaws.com" }],
  [
    "an enterprise of github.com",
    { enterprise: "acme-corp" },
    { issuerHost: "token.actions.githubusercontent.com/acme-corp", audience: "sts.amazonaws.com" },
  ],
  [
    "GHE.com",
    { host: "acme.ghe.com" },
    { issuerHost: "token.actions.acme.ghe.com", audience: "sts.amazonaws.com" },
  ],
  [
    "a server, in China",
    { host: "github.example.com", account: { accountId: "123456789012", region: "cn-north-1" } },
    { issuerHost: "github.example.com/_services/token", audience: "sts.amazonaws.com.cn" },
  ],
  [
    "another audience",
    { audience: "https://github.com/acme" },
    { issuerHost: "token.actions.githubusercontent.com", audience: "https://github.com/acme" },
  ],
])("the provider of %s has its issuer and its audience", (_, props, expected) => {
  const json = Testing.synthScope((scope) => {
    expect(new GithubOidcProvider(scope, "github", props)).toMatchObject(expected);
  });
  expect(Object.values(resourcesOf(json).aws_iam_openid_connect_provider ?? {})).toStrictEqual([
    { url: `https://${expected.issuerHost}`, client_id_list: [expected.audience] },
  ]);
});

test("the ARN of an existing provider can be a CDKTF token", () => {
  Testing.synthScope((scope) => {
    const { arn } = new DataAwsIamOpenidConnectProvider(scope, "data", { url: "https://example.com" });
    expect(new GithubOidcProvider(scope, "github", { mode: "existing", arn }).providerArn).toBe(arn);
  });
});

test("a provider imported by a CDKTF token has the ARN of its resource", () => {
  const json = Testing.synthScope((scope) => {
    const { arn } = new DataAwsIamOpenidConnectProvider(scope, "data", { url: "https://example.com" });
    const { providerArn } = new GithubOidcProvider(scope, "github", { mode: "import", arn });
    new TerraformOutput(scope, "arn", { value: providerArn });
  });
  const [name] = Object.keys(resourcesOf(json).aws_iam_openid_connect_provider ?? {});
  expect(JSON.parse(json).output.arn.value).toBe("$".concat(`{aws_iam_openid_connect_provider.${name}.arn}`));
});

test.each<[string, GithubOidcProviderProps, string]>([
  [
    "an existing provider without its ARN",
    { mode: "existing" },
    'github arn: missing. Expected arn or account with mode "existing"',
  ],
  [
    "an import without the ARN",
    { mode: "import" },
    'github arn: missing. Expected arn or account with mode "import"',
  ],
  [
    "the ARN of another issuer",
    { mode: "existing", arn: "arn:aws:iam::123456789012:oidc-provider/gitlab.com" },
    "github arn: expected the ARN of the OIDC provider for token.actions.githubusercontent.com",
  ],
  [
    "an ARN for a new provider",
    { arn: ARN },
    'github arn: expected no arn with mode "create". Set mode to "existing" or "import"',
  ],
  [
    "a malformed region",
    { account: { accountId: "123456789012", region: "seoul" } },
    'github account.region: expected an AWS region (such as ap-northeast-2), got "seoul"',
  ],
  [
    "a CDKTF token as the region",
    { account: { accountId: "123456789012", region: Token.asString({ resolve: () => "x" }) } },
    "github account.region: expected a literal value",
  ],
  [
    "a malformed account id",
    { account: { accountId: "*", region: "ap-northeast-2" } },
    'github account.accountId: expected an AWS account id (12 digits in quotes), got "*"',
  ],
  [
    "an audience with a wildcard",
    { audience: "*" },
    "github audience: expected an audience (1 to 255 letters, digits and . _ ~ : / @ -, without wildcards)",
  ],
  ["a malformed host", { host: "https://github.com" }, "github host: expected a host of GitHub"],
])("rejects %s", (_, props, message) => {
  Testing.synthScope((scope) => {
    expect(() => new GithubOidcProvider(scope, "github", props)).toThrow(message);
  });
});

test("rejects a second provider of one GitHub in a stack, but not an existing one", () => {
  Testing.synthScope((scope) => {
    new GithubOidcProvider(scope, "first");
    new GithubOidcProvider(scope, "referred", { mode: "existing", account });
    new GithubOidcProvider(scope, "other", { host: "acme.ghe.com" });
    expect(() => new GithubOidcProvider(scope, "second")).toThrow(
      "second host: expected one OIDC provider for token.actions.githubusercontent.com, got a second one. Pass ",
    );
  });
});
