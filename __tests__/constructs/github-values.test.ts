import { RepositoryValues } from "../../lib/constructs/repository-values";
import { synthesized } from "./synthesized";

const values = [
  { repository: "web", name: "AWS_REGION", value: "ap-northeast-2" },
  { repository: "web", name: "AWS_ACCOUNT_ID", value: "123456789012" },
];

test("secrets are secrets of the repository's Actions", () => {
  expect(
    synthesized((scope) => new RepositoryValues(scope, "secrets", { as: "secrets", values })),
  ).toStrictEqual({
    github_actions_secret: {
      secrets_web_AWS_REGION: {
        repository: "web",
        secret_name: "AWS_REGION",
        plaintext_value: "ap-northeast-2",
      },
      secrets_web_AWS_ACCOUNT_ID: {
        repository: "web",
        secret_name: "AWS_ACCOUNT_ID",
        plaintext_value: "123456789012",
      },
    },
  });
});

test("variables are variables of the repository's Actions", () => {
  expect(
    synthesized((scope) => new RepositoryValues(scope, "variables", { as: "variables", values })),
  ).toStrictEqual({
    github_actions_variable: {
      variables_web_AWS_REGION: { repository: "web", variable_name: "AWS_REGION", value: "ap-northeast-2" },
      variables_web_AWS_ACCOUNT_ID: {
        repository: "web",
        variable_name: "AWS_ACCOUNT_ID",
        value: "123456789012",
      },
    },
  });
});
