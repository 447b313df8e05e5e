import { RULES } from "../../../lib/policy/rules/index";
import { ISSUER } from "../../support/github";
import { permissions, reported } from "./document";
import { allowed, NEIGHBOURS, SEED } from "./neighbours";

test("each rule has a policy that violates only this rule", () => {
  expect(Object.keys(NEIGHBOURS)).toStrictEqual(RULES.map(({ id }) => id));
});

test.each(Object.entries(NEIGHBOURS))(
  "reports a violation of %s only by this rule",
  (id, { bad, place, known }) => {
    expect(reported(bad, known)).toStrictEqual([{ ...place, rule: id }]);
  },
);

test.each(Object.entries(NEIGHBOURS))("no rule reports the corrected policy of %s", (_, neighbours) => {
  const { good, known, knownOfGood } = neighbours;

  expect(reported(good, { ...known, ...knownOfGood })).toStrictEqual([]);
});

test("no rule reports a correct policy with a complete context", () => {
  expect(
    reported(SEED, {
      owners: new Map([["acme", "acme"]]),
      ids: {
        owners: new Map([["acme", "123456"]]),
        repositories: new Map([["acme/web", "456789"]]),
      },
      repositories: new Map([["acme/web", "acme/web"]]),
      subjectFormat: () => "immutable",
      account: { partition: "aws", accountId: "123456789012" },
      issuerHost: ISSUER,
      permissions: permissions(allowed("ecr:PutImage")),
      maxSessionSeconds: 3_600,
      hasPermissionsBoundary: true,
    }),
  ).toStrictEqual([]);
});
