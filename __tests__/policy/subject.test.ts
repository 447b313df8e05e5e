import { isPattern, matchesPattern } from "../../lib/policy/subject";

test.each([
  ["*", true],
  ["team-*", true],
  ["web", false],
  ["a?", false],
])("whether %p is a pattern: %p", (name, expected) => {
  expect(isPattern(name)).toBe(expected);
});

test.each([
  ["*", "web", true],
  ["team-*", "team-", true],
  ["team-*", "team-a", true],
  ["team-*", "TEAM-a", true],
  ["team-*", "my-team-a", false],
  ["*-api", "web-api", true],
  ["*-api", "api", false],
  ["a*b*c", "abc", true],
  ["a*b*c", "a-b-c", true],
  ["a*b*c", "acb", false],
  ["a*a", "a", false],
  ["a*bc*c", "abc", false],
  ["web", "Web", true],
  ["web", "web2", false],
])("whether %p matches %p: %p", (pattern, name, expected) => {
  expect(matchesPattern(pattern, name)).toBe(expected);
});
