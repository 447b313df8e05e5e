import { parsedFile } from "../../lib/config/load";
import { roleAnswer } from "../../lib/explain/answer";
import { candidatesOf } from "../../lib/explain/candidate-role";
import { closestAttempt } from "../../lib/explain/closest";
import { NAME } from "../config/access-file";
import { tokenWith } from "./explained";
import { trusting } from "./files";

/** The subject that a token is compared with. */
function nearest(sub: string, ...entries: readonly string[]): string | undefined {
  const { config, surroundings } = parsedFile(trusting(...entries), NAME);
  const roles = candidatesOf(config, surroundings.surroundings.ids);
  const answers = roles.map((role) => roleAnswer(role, tokenWith(sub)));
  return closestAttempt(answers)?.comparison.expected?.value.text;
}

const MAIN = "{ repository: web, branch: main }";
const API = "{ repository: api, branch: main }";
const OTHER = "{ repository: web, owner: other, branch: main }";
const PROD = "{ repository: web, environment: production }";

test.each<[string, string, readonly string[], string]>([
  [
    "the owner's before another's",
    "repo:acme/web:pull_request",
    [OTHER, MAIN],
    "repo:acme/web:ref:refs/heads/main",
  ],
  [
    "the repository's before another's",
    "repo:acme/web:pull_request",
    [API, MAIN],
    "repo:acme/web:ref:refs/heads/main",
  ],
  [
    "that of the same kind",
    "repo:acme/web:environment:staging",
    [MAIN, PROD],
    "repo:acme/web:environment:production",
  ],
  [
    "that of another casing",
    "repo:acme/web:environment:Production",
    [MAIN, "{ repository: web, environment: Prod }", PROD],
    "repo:acme/web:environment:production",
  ],
  [
    "the more alike of two",
    "repo:acme/web:ref:refs/heads/mian",
    ["{ repository: web, branch: develop }", MAIN],
    "repo:acme/web:ref:refs/heads/main",
  ],
  [
    "the first of equals",
    "repo:acme/web:ref:refs/heads/c",
    ["{ repository: web, branch: a }", "{ repository: web, branch: b }"],
    "repo:acme/web:ref:refs/heads/a",
  ],
  [
    "the same repository of another owner before another repository of another",
    "repo:other/web:ref:refs/heads/main",
    [API, MAIN],
    "repo:acme/web:ref:refs/heads/main",
  ],
])("a token is compared with %s", (_, sub, entries, expected) => {
  expect(nearest(sub, ...entries)).toBe(expected);
});

test("nothing is near where there is no role", () => {
  expect(closestAttempt([])).toBeUndefined();
});
