import { customizationAnswer, ownerAnswer, repositoryAnswer } from "../../lib/github/answers";

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
