import { RULES } from "../../../lib/policy/rules/rules";
import { HOST, permissions, reported } from "./document";
import { allowed, NEIGHBOURS, SEED } from "./neighbours";

test("each rule has a document that breaks it alone", () => {
  expect(Object.keys(NEIGHBOURS)).toStrictEqual(RULES.map(({ id }) => id));
});

test.each(Object.entries(NEIGHBOURS))("rejects by %s alone what breaks it", (id, { bad, place, known }) => {
  expect(reported(bad, known)).toStrictEqual([{ ...place, rule: id }]);
});

test.each(Object.entries(NEIGHBOURS))("no rule reports the neighbour of what breaks %s", (_, neighbours) => {
  const { good, known, knownOfGood } = neighbours;

  expect(reported(good, { ...known, ...knownOfGood })).toStrictEqual([]);
});

test("no rule reports a good document, where all is known of its surroundings", () => {
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
      issuerHost: HOST,
      permissions: permissions(allowed("ecr:PutImage")),
      maxSessionSeconds: 3_600,
      hasPermissionsBoundary: true,
    }),
  ).toStrictEqual([]);
});
