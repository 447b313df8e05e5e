import { CLAIM_NAMES, CLAIMS } from "../../../lib/policy/claims";
import { claimNameOf, DEFAULT_TEMPLATE, TEMPLATE_KEYS } from "../../../lib/policy/subject/template";

test("each key stands once, in the order of the alphabet", () => {
  expect([...TEMPLATE_KEYS]).toStrictEqual([...new Set(TEMPLATE_KEYS)].toSorted());
});

test("the keys of a repository without a template are among them", () => {
  expect(DEFAULT_TEMPLATE).toStrictEqual(["repo", "context"]);
  expect(TEMPLATE_KEYS).toEqual(expect.arrayContaining([...DEFAULT_TEMPLATE]));
});

test.each(CLAIM_NAMES)("the claim %s is a key, which leads back to it", (name) => {
  const { claim } = CLAIMS[name];

  expect(TEMPLATE_KEYS).toContain(claim);
  expect(claimNameOf(claim)).toBe(name);
});

test("an entry requires no other key by a claim", () => {
  const claims = CLAIM_NAMES.map((name): string => CLAIMS[name].claim);
  const others = TEMPLATE_KEYS.filter((key) => !claims.includes(key));

  expect(others.map(claimNameOf)).toStrictEqual(others.map(() => undefined));
  expect(others).toContain("repository_owner");
});
