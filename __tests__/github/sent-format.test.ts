import type { Customization } from "../../lib/github/answers";
import { type SentFormat, sentFormat } from "../../lib/github/sent-format";

const REPOSITORY = { id: 456789, owner: "acme", name: "web", ownerId: 123456 };
const NAMES = "repo:acme/web";
const IDS = "repo:acme@123456/web@456789";

test.each<[string, string | undefined, boolean | undefined, SentFormat | undefined]>([
  ["names", NAMES, undefined, "name"],
  ["ids", IDS, undefined, "immutable"],
  ["ids, whatever the flag says", IDS, false, "immutable"],
  ["names, whatever the flag says", NAMES, true, "name"],
  ["ids before a colon", `${IDS}:`, undefined, "immutable"],
  ["ids by the flag alone", undefined, true, "immutable"],
  ["names by the flag alone", undefined, false, "name"],
  ["nothing that anybody knows without prefix and flag", undefined, undefined, undefined],
  ["nothing that anybody knows by another prefix", "repository_id:456789", true, undefined],
  ["nothing that anybody knows by another repository's ids", "repo:acme@123456/web@4567890", true, undefined],
  ["nothing that anybody knows by ids behind a hyphen", "repo:acme-123456/web-456789", true, undefined],
  ["nothing that anybody knows by half of the ids", "repo:acme@123456/web", true, undefined],
])("a repository sends %s", (_, prefix, isImmutable, format) => {
  const customization: Customization = { prefix, isImmutable, template: undefined };

  expect(sentFormat(customization, REPOSITORY, false)).toBe(format);
});

test("a server sends names where it says nothing else", () => {
  const silent: Customization = { prefix: undefined, isImmutable: undefined, template: undefined };

  expect(sentFormat(silent, REPOSITORY, true)).toBe("name");
  expect(sentFormat({ ...silent, prefix: IDS }, REPOSITORY, true)).toBe("immutable");
});
