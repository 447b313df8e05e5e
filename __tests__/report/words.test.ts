import type { From, Who } from "../../lib/report/source";
import { allAskedText, counted, fromText, whoText } from "../../lib/report/words";

test.each<[Who, string]>([
  [{ kind: "repository", name: "acme/web", isPattern: false }, "acme/web"],
  [{ kind: "subject" }, "whoever the subject matches"],
  [{ kind: "any" }, "any repository"],
  [{ kind: "others" }, "others than GitHub's workflows"],
])("%j is in words who", (who, expected) => {
  expect(whoText(who)).toBe(expected);
});

test.each<[From, string]>([
  [{ kind: "branch", pattern: "main" }, "branch main"],
  [{ kind: "tag", pattern: "v*" }, "tag v*"],
  [{ kind: "environment", name: "qa" }, "environment qa"],
  [{ kind: "pullRequest" }, "pull requests"],
  [{ kind: "mergeQueue", branch: "main" }, "merge queue of main"],
  [{ kind: "any" }, "any context"],
  [{ kind: "subject", subject: "repo:*" }, "subject repo:*"],
])("%j is in words from where", (from, expected) => {
  expect(fromText(from)).toBe(expected);
});

test("what is asked is told together, with the operator where there is one", () => {
  expect(
    allAskedText([
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
