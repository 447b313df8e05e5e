import { parsedFile } from "../../lib/config/read";
import { candidatesOf } from "../../lib/explain/candidates";
import { closestAttempt } from "../../lib/explain/closest";
import { roleDecision } from "../../lib/explain/compare";
import { NAME } from "../config/access-file";
import { tokenWith } from "./explained";
import { MAIN, PROD, trusting } from "./files";

/** The expected subject of the closest attempt. */
function closestSubject(sub: string, ...entries: readonly string[]): string | undefined {
  const { config, context } = parsedFile(trusting(...entries), NAME);
  const roles = candidatesOf(config, context.lintContext);
  const decisions = roles.map((role) => roleDecision(role, tokenWith(sub)));
  return closestAttempt(decisions)?.attempt.expected?.value.text;
}

const API = "{ repository: api, branch: main }";
const OTHER = "{ repository: web, owner: other, branch: main }";

test.each<[string, string, readonly string[], string]>([
  [
    "the same owner before another one",
    "repo:acme/web:pull_request",
    [OTHER, MAIN],
    "repo:acme/web:ref:refs/heads/main",
  ],
  [
    "the same repository before another one",
    "repo:acme/web:pull_request",
    [API, MAIN],
    "repo:acme/web:ref:refs/heads/main",
  ],
  [
    "the one of the same kind",
    "repo:acme/web:environment:staging",
    [MAIN, PROD],
    "repo:acme/web:environment:production",
  ],
  [
    "the same name in another case",
    "repo:acme/web:environment:Production",
    [MAIN, "{ repository: web, environment: Prod }", PROD],
    "repo:acme/web:environment:production",
  ],
  [
    "the more similar one",
    "repo:acme/web:ref:refs/heads/mian",
    ["{ repository: web, branch: develop }", MAIN],
    "repo:acme/web:ref:refs/heads/main",
  ],
  [
    "the first of equal ones",
    "repo:acme/web:ref:refs/heads/c",
    ["{ repository: web, branch: a }", "{ repository: web, branch: b }"],
    "repo:acme/web:ref:refs/heads/a",
  ],
  [
    "the same repository of another owner before another repository",
    "repo:other/web:ref:refs/heads/main",
    [API, MAIN],
    "repo:acme/web:ref:refs/heads/main",
  ],
])("a token is compared with %s", (_, sub, entries, expected) => {
  expect(closestSubject(sub, ...entries)).toBe(expected);
});

test("without a role, there is no closest attempt", () => {
  expect(closestAttempt([])).toBeUndefined();
});
