import {
  choiceHint,
  refHint,
  regionHint,
  repositoryHint,
  ruleHint,
  type TextHint,
} from "../../../lib/config/schema/hints";

const ACCESS = choiceHint(["push", "pull", "push-pull"]);

test.each<[string, TextHint, string, string]>([
  ["an access in capitals", ACCESS, "Push", "push"],
  ["an access with an underscore", ACCESS, "push_pull", "push-pull"],
  ["the beginning of a choice", choiceHint(["secrets", "variables"]), "var", "variables"],
  ["a region with a slip", regionHint, "eu-cental-1", "eu-central-1"],
  ["a rule in lower case", ruleHint, "r07", "R07"],
  ["a rule by its name", ruleHint, "repository-wildcard", "R07"],
  ["the address of a page", repositoryHint, "https://github.com/acme/web", "acme/web"],
  ["the address of a clone", repositoryHint, "https://github.com/acme/web.git", "acme/web"],
  ["the address for git over SSH", repositoryHint, "git@github.com:acme/web.git", "acme/web"],
  ["an address without its scheme", repositoryHint, "github.com/acme/web", "acme/web"],
  ["a name with .git", repositoryHint, "web.git", "web"],
  ["a name with a slash at the end", repositoryHint, "acme/web/", "acme/web"],
  ["the ref of a branch", refHint("heads"), "refs/heads/release/1", "release/1"],
  ["the ref of a tag", refHint("tags"), "refs/tags/v1", "v1"],
])("%s has a hint", (_, hint, value, meant) => {
  expect(hint(value)).toBe(`, did you mean ${meant}?`);
});

test.each<[string, TextHint, string, string]>([
  ["the ref of a tag for a branch", refHint("heads"), "refs/tags/v1", ". This is a tag"],
  ["the ref of a branch for a tag", refHint("tags"), "refs/heads/main", ". This is a branch"],
])("%s is named", (_, hint, value, text) => {
  expect(hint(value)).toBe(text);
});

test.each<[TextHint, string]>([
  [ACCESS, "write"],
  [ACCESS, ""],
  [regionHint, "seoul"],
  [ruleHint, "R99"],
  [ruleHint, "wildcard"],
  [repositoryHint, "a/b/c"],
  [repositoryHint, "we b"],
  [repositoryHint, "https://github.com/acme"],
  [refHint("heads"), "a..b"],
])("%p has none for %j", (hint, value) => {
  expect(hint(value)).toBeUndefined();
});
