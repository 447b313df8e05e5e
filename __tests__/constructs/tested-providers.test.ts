import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { GithubProvider } from "@cdktf/provider-github/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import { GithubEnvironment } from "../../lib/constructs/github-environment";
import { GithubValues } from "../../lib/constructs/github-values";
import {
  hasTestedGithubProvider,
  TestedAwsProvider,
  TestedGithubProvider,
} from "../../lib/constructs/tested-providers";

function stackWith(create: (stack: TerraformStack) => unknown): TerraformStack {
  const stack = new TerraformStack(Testing.app(), "stack");
  create(stack);
  return stack;
}

const PINNED = (stack: TerraformStack) => new GithubProvider(stack, "github", { owner: "acme" });
const TESTED = (stack: TerraformStack) => new TestedGithubProvider(stack, "github", { owner: "acme" });
const WEB = { level: "repository", repository: "web" } as const;

test("the bindings pin exact versions, the tested providers allow ranges", () => {
  const required = (create: (stack: TerraformStack) => unknown): unknown =>
    JSON.parse(Testing.synth(stackWith(create))).terraform.required_providers;
  expect(required((stack) => [new AwsProvider(stack, "aws"), PINNED(stack)])).toStrictEqual({
    aws: { source: "aws", version: "6.25.0" },
    github: { source: "integrations/github", version: "6.9.0" },
  });
  expect(required((stack) => [new TestedAwsProvider(stack, "aws"), TESTED(stack)])).toStrictEqual({
    aws: { source: "hashicorp/aws", version: ">= 5.100.0, < 7.0.0" },
    github: { source: "integrations/github", version: ">= 6.12.0, < 7.0.0" },
  });
  expect(
    required((stack) => [
      new TestedAwsProvider(stack, "aws", { versions: "6.66.0" }),
      new TestedGithubProvider(stack, "github", { versions: "~> 6.13" }),
    ]),
  ).toStrictEqual({
    aws: { source: "hashicorp/aws", version: "6.66.0" },
    github: { source: "integrations/github", version: "~> 6.13" },
  });
});

test.each([
  ["6.9.0", false],
  [">= 6.9.0", false],
  ["< 7.0.0", false],
  ["6.12.0", true],
  ["~> 6.13", true],
])("a GitHub provider %s has the arguments of 6.12: %s", (versions, expected) => {
  const stack = stackWith((each) => new TestedGithubProvider(each, "github", { versions }));
  expect(hasTestedGithubProvider(stack)).toBe(expected);
});

test("without a GitHub provider, and with one of the bindings, the arguments are those of the bindings", () => {
  expect(hasTestedGithubProvider(stackWith(() => undefined))).toBe(false);
  expect(hasTestedGithubProvider(stackWith(PINNED))).toBe(false);
  expect(hasTestedGithubProvider(stackWith((stack) => new TestedAwsProvider(stack, "aws")))).toBe(false);
});

test.each([
  ["bindings", PINNED, { plaintext_value: "x" }],
  ["tested provider", TESTED, { value: "x" }],
])("a secret has the argument that the %s knows", (_what, provider, argument) => {
  const stack = stackWith((each) => {
    provider(each);
    new GithubValues(each, "values", { target: WEB, values: { NAME: "x" } });
  });
  const { resource } = JSON.parse(Testing.synth(stack));
  const [secret] = Object.values<Record<string, unknown>>(resource.github_actions_secret);
  const { "//": _, ...rest } = secret ?? {};
  expect(rest).toStrictEqual({ repository: "web", secret_name: "NAME", ...argument });
});

test("an environment with a colon needs the tested provider before it", () => {
  const environment = (stack: TerraformStack) =>
    new GithubEnvironment(stack, "environment", { repository: "web", name: "prod:eu" });
  expect(() => stackWith((stack) => [PINNED(stack), environment(stack)])).toThrow(
    "without a colon unless TestedGithubProvider is created before",
  );
  expect(() => stackWith((stack) => [environment(stack), TESTED(stack)])).toThrow("without a colon");
  expect(() => stackWith((stack) => [TESTED(stack), environment(stack)])).not.toThrow();
});
