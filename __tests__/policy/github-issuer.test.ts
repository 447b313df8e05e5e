import { GITHUB_ISSUER_HOST, GITHUB_ISSUER_URL } from "../../lib/policy/github-issuer";

test("the issuer is the seed's provider URL, and its host stands without https://", () => {
  expect(GITHUB_ISSUER_URL).toBe("https://token.actions.githubusercontent.com");
  expect(GITHUB_ISSUER_HOST).toBe("token.actions.githubusercontent.com");
});
