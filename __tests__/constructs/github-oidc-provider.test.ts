import { Testing } from "cdktf";
import { GithubOidcProvider, type GithubOidcProviderProps } from "../../lib/constructs/github-oidc-provider";
import { resourcesOf } from "./synthesized";

const ARN = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";

function providerJson(mode: GithubOidcProviderProps["mode"]): string {
  return Testing.synthScope((scope) => {
    const provider = new GithubOidcProvider(scope, "github", {
      account: { partition: "aws", accountId: "123456789012" },
      mode,
      issuerHost: "token.actions.githubusercontent.com",
      audience: "sts.amazonaws.com",
      tags: {},
    });
    expect(provider.providerArn).toBe(ARN);
  });
}

const MADE = { url: "https://token.actions.githubusercontent.com", client_id_list: ["sts.amazonaws.com"] };

test("create makes the guide's provider: URL and audience, no thumbprint", () => {
  expect(
    Object.values(resourcesOf(providerJson("create")).aws_iam_openid_connect_provider ?? {}),
  ).toStrictEqual([MADE]);
  expect(JSON.parse(providerJson("create")).import).toBeUndefined();
});

test("existing makes nothing", () => {
  expect(resourcesOf(providerJson("existing"))).toStrictEqual({});
});

test("import makes the same resource and takes over the one that stands", () => {
  const json = providerJson("import");
  const resources = resourcesOf(json).aws_iam_openid_connect_provider ?? {};
  expect(Object.values(resources)).toStrictEqual([MADE]);
  expect(JSON.parse(json).import).toStrictEqual([
    { id: ARN, to: `aws_iam_openid_connect_provider.${Object.keys(resources)[0]}` },
  ]);
});
