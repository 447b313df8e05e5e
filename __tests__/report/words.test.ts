import type { Principal, SourceContext } from "../../lib/report/source";
import { conditionsText, contextText, counted, principalText } from "../../lib/report/words";

test.each<[Principal, string]>([
  [{ kind: "repository", name: "acme/web", isPattern: false }, "acme/web"],
  [{ kind: "subject" }, "every repository that the subject matches"],
  [{ kind: "any" }, "any repository"],
  [{ kind: "others" }, "principals other than GitHub"],
])("the principal %j is shown in words", (principal, expected) => {
  expect(principalText(principal)).toBe(expected);
});

test.each<[SourceContext, string]>([
  [{ kind: "branch", pattern: "main" }, "branch main"],
  [{ kind: "tag", pattern: "v*" }, "tag v*"],
  [{ kind: "environment", name: "qa" }, "environment qa"],
  [{ kind: "pullRequest" }, "pull requests"],
  [{ kind: "mergeQueue", branch: "main" }, "merge queue of main"],
  [{ kind: "any" }, "any context"],
  [{ kind: "subject", subject: "repo:*" }, "subject repo:*"],
])("the context %j is shown in words", (context, expected) => {
  expect(contextText(context)).toBe(expected);
});

test("conditions are shown together, with their operator if they have one", () => {
  expect(
    conditionsText([
      { key: "actorId", operator: undefined, values: ["1", "2"] },
      { key: "ref", operator: "StringLike", values: ["refs/tags/*"] },
    ]),
  ).toBe("actorId 1 or 2 and ref StringLike refs/tags/*");
});

test.each([
  [0, "0 roles"],
  [1, "1 role"],
  [999, "999 roles"],
  [1_000, "1,000 roles"],
  [1_234_567, "1,234,567 roles"],
])("%d is counted", (count, expected) => {
  expect(counted(count, "role")).toBe(expected);
});
