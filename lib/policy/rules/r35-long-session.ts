import { MIN_SESSION_SECONDS } from "../iam-limits";
import type { Rule } from "./rule";

export const r35: Rule = {
  id: "R35",
  name: "long-session",
  severity: "low",
  requirement: "a role with sessions of more than one hour has a permissions boundary",
  impact: "stolen credentials work for longer than an hour",
  fix: "limit sessions to one hour, or set a permissions boundary",
  details:
    "A push seldom needs more than an hour. A permissions boundary limits what the role can do, whatever its policies allow.",
  example: {
    bad: {
      shown: { role: "`MaxSessionDuration` 43200 and no permissions boundary" },
      context: { maxSessionSeconds: 43_200, hasPermissionsBoundary: false },
    },
    good: {
      shown: { role: "`MaxSessionDuration` 3600" },
      context: { maxSessionSeconds: 3_600, hasPermissionsBoundary: false },
    },
  },
  violations: ({ context: { maxSessionSeconds, hasPermissionsBoundary } }) =>
    maxSessionSeconds !== undefined &&
    maxSessionSeconds > MIN_SESSION_SECONDS &&
    hasPermissionsBoundary === false
      ? [{ path: [], given: `${maxSessionSeconds} seconds` }]
      : [],
};
