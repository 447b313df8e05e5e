import { otherOwnerTokens } from "../../../lib/explain/fixes/other-owners";
import { subjectParts } from "../../../lib/explain/subject-parts";
import { subjectOf } from "../../../lib/explain/token";
import { tokenWith } from "../explained";

function subjects(sub: string, owners: readonly string[] = ["acme"]): readonly string[] {
  const parts = subjectParts(sub);
  if (parts === undefined) throw new Error("no subject");
  return otherOwnerTokens(tokenWith(sub), parts, new Set(owners)).map(subjectOf);
}

test("the tokens look like the token's owner, in both formats and several contexts", () => {
  expect(subjects("repo:acme/web:ref:refs/heads/dev").slice(0, 8)).toStrictEqual([
    "repo:acme-evil/web:ref:refs/heads/dev",
    "repo:acme-evil/web:ref:refs/heads/main",
    "repo:acme-evil/web:pull_request",
    "repo:acme-evil/web:environment:production",
    "repo:acme-evil@991/web@991:ref:refs/heads/dev",
    "repo:acme-evil@991/web@991:ref:refs/heads/main",
    "repo:acme-evil@991/web@991:pull_request",
    "repo:acme-evil@991/web@991:environment:production",
  ]);
});

test("a later owner of the name is another owner, if ids distinguish the two", () => {
  expect(subjects("repo:acme@1/web@2:pull_request")).toContain("repo:acme@121/web@121:pull_request");
  expect(subjects("repo:acme/web:pull_request").filter((sub) => /^repo:acme[@/]/.test(sub))).toStrictEqual(
    [],
  );
});

test("an owner in the file is not another owner", () => {
  const named = subjects("repo:acme/web:pull_request", ["acme", "acme-evil", "evil"]);
  expect(named.filter((sub) => /^repo:(?:acme-evil|evil)[@/]/.test(sub))).toStrictEqual([]);
});
