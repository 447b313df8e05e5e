import { createHash } from "node:crypto";
import fc from "fast-check";
import { address } from "../../lib/constructs/address";
import { runs } from "../support/runs";

function hashOf(...names: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(names)).digest("hex").slice(0, 8);
}

test.each([
  [["GitHubActionsECRRole"], "GitHubActionsECRRole"],
  [["web", "AWS_REGION"], "web_AWS_REGION"],
  [["team-web", "CI_AWS_REGION"], "team-web_CI_AWS_REGION"],
  [["ci_push"], "ci_push"],
  [["web", "prod", "AWS_REGION"], "web_prod_AWS_REGION"],
  [["web", "prod", "branch", "release_1"], "web_prod_branch_release_1"],
] as const)("the address of %j is %s", ([first, ...others], expected) => {
  expect(address(first, ...others)).toBe(expected);
});

test.each([
  ["a name whose parts could be divided in another way", ["my_repo", "AWS_REGION"], "my_repo_AWS_REGION"],
  [
    "a name whose middle could be divided in another way",
    ["web", "prod_eu", "AWS_REGION"],
    "web_prod_eu_AWS_REGION",
  ],
  ["a character that Terraform does not allow", ["web.api", "AWS_REGION"], "web_api_AWS_REGION"],
  ["a name that starts with a digit", ["1st", "AWS_REGION"], "_1st_AWS_REGION"],
  ["the name of a role with signs", ["a+b=c,d.e@f"], "a_b_c_d_e_f"],
  ["a name that looks as if it had a hash", ["role_0123abcd"], "role_0123abcd"],
  ["the id that CDKTF leaves out of an address", ["Resource"], "Resource"],
  ["a name that every object has", ["constructor"], "constructor"],
] as const)("%s gets a hash", (_, [first, ...others], readable) => {
  expect(address(first, ...others)).toBe(`${readable}_${hashOf(first, ...others)}`);
});

test.each([
  [
    ["web_AWS", "REGION"],
    ["web", "AWS_REGION"],
  ],
  [
    ["web.api", "X"],
    ["web_api", "X"],
  ],
  [["ci.push"], ["ci_push"]],
  [
    ["web", "prod_eu", "REGION"],
    ["web", "prod", "eu_REGION"],
  ],
  [
    ["web", "a", "branch", "tag_b"],
    ["web", "a_branch", "tag", "b"],
  ],
  [["ci+push"], ["ci=push"]],
] as const)("%j and %j have different addresses", ([first, ...others], [second, ...more]) => {
  expect(address(first, ...others)).not.toBe(address(second, ...more));
});

const repository = fc.stringMatching(/^[A-Za-z0-9._-]{1,12}$/);
const value = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,12}$/);

test("two different lists of three names never share an address", () => {
  const environment = fc.stringMatching(/^[A-Z_.]{1,4}$/);
  fc.assert(
    fc.property(repository, environment, environment, environment, environment, (a, b, c, d, e) => {
      expect(address(a, b, c) === address(a, d, e)).toBe(b === d && c === e);
    }),
    { numRuns: runs(2_000) },
  );
});

test("two different lists of names never share an address, and each address is valid in Terraform", () => {
  fc.assert(
    fc.property(repository, value, repository, value, (a, b, c, d) => {
      expect(address(a, b)).toMatch(/^[A-Za-z_][A-Za-z0-9_-]*$/);
      expect(address(a, b) === address(c, d)).toBe(a === c && b === d);
    }),
    { numRuns: runs(2_000) },
  );
});
