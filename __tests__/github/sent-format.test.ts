import type { Customization } from "../../lib/github/answers";
import { type SentFormat, sentFormat } from "../../lib/github/sent-format";

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
