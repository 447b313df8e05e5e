import {
  type Customization,
  customizationAnswer,
  ownerAnswer,
  repositoryAnswer,
  type SentFormat,
  sentFormat,
} from "../../lib/github/api";

test("an owner is parsed from GitHub's answer", () => {
  expect(ownerAnswer.parse({ id: 1, login: "Acme", type: "Organization", url: "…" })).toStrictEqual({
    id: 1,
    login: "Acme",
    isOrganization: true,
  });
  expect(ownerAnswer.parse({ id: 1, login: "acme", type: "User" }).isOrganization).toBe(false);
});

test("a repository is parsed from GitHub's answer", () => {
  const body = { id: 2, name: "Web", full_name: "Acme/Web", owner: { id: 1, login: "Acme" }, private: true };

  expect(repositoryAnswer.parse(body)).toStrictEqual({ id: 2, owner: "Acme", name: "Web", ownerId: 1 });
});

test.each([
  [
    { use_default: true, use_immutable_subject: false, sub_claim_prefix: "repo:acme/web" },
    { prefix: "repo:acme/web", isImmutable: false, template: undefined },
  ],
  [
    { use_default: true, include_claim_keys: ["repo"], sub_claim_prefix: "" },
    { prefix: undefined, isImmutable: undefined, template: undefined },
  ],
  [
    {
      use_default: false,
      include_claim_keys: ["repo", "context"],
      use_immutable_subject: null,
      sub_claim_prefix: null,
    },
    { prefix: undefined, isImmutable: undefined, template: ["repo", "context"] },
  ],
  [{ use_default: false }, { prefix: undefined, isImmutable: undefined, template: [] }],
])("the customization %j is parsed", (body, expected) => {
  expect(customizationAnswer.parse(body)).toStrictEqual(expected);
});

test.each([
  [ownerAnswer, { login: "acme" }],
  [ownerAnswer, { id: "1", login: "acme" }],
  [repositoryAnswer, { id: 2, full_name: "acme", owner: { id: 1 } }],
  [repositoryAnswer, { id: 2.5, full_name: "acme/web", owner: { id: 1 } }],
  [repositoryAnswer, { id: 2, full_name: "acme/web" }],
  [repositoryAnswer, []],
  [customizationAnswer, {}],
  [customizationAnswer, { use_default: true, sub_claim_prefix: 5 }],
])("rejects an answer that GitHub does not send (%#)", (schema, body) => {
  expect(schema.safeParse(body).success).toBe(false);
});

const REPOSITORY = { id: 456789, owner: "acme", name: "web", ownerId: 123456 };
const NAMES = "repo:acme/web";
const IDS = "repo:acme@123456/web@456789";

test.each<[string, string | undefined, boolean | undefined, SentFormat | undefined]>([
  ["names", NAMES, undefined, "name"],
  ["ids", IDS, undefined, "immutable"],
  ["ids by the prefix, although the flag is false", IDS, false, "immutable"],
  ["names by the prefix, although the flag is true", NAMES, true, "name"],
  ["ids before a colon", `${IDS}:`, undefined, "immutable"],
  ["ids by the flag, without a prefix", undefined, true, "immutable"],
  ["names by the flag, without a prefix", undefined, false, "name"],
  ["an unknown format, without prefix and flag", undefined, undefined, undefined],
  ["an unknown format, with another prefix", "repository_id:456789", true, undefined],
  ["an unknown format, with another repository's ids", "repo:acme@123456/web@4567890", true, undefined],
  ["an unknown format, with ids after a hyphen", "repo:acme-123456/web-456789", true, undefined],
  ["an unknown format, with one of the two ids", "repo:acme@123456/web", true, undefined],
])("a repository sends %s", (_, prefix, isImmutable, format) => {
  const customization: Customization = { prefix, isImmutable, template: undefined };

  expect(sentFormat(customization, REPOSITORY, false)).toBe(format);
});

test("GitHub Enterprise Server sends names, unless the prefix has ids", () => {
  const silent: Customization = { prefix: undefined, isImmutable: undefined, template: undefined };

  expect(sentFormat(silent, REPOSITORY, true)).toBe("name");
  expect(sentFormat({ ...silent, prefix: IDS }, REPOSITORY, true)).toBe("immutable");
});
