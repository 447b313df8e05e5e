import { MIN_SESSION_SECONDS } from "../iam-names";
import type { Rule } from "./rule";

export const r35: Rule = {
  id: "R35",
  name: "long-session",
  severity: "low",
  requirement: "a role with sessions of more than one hour has a permissions boundary",
  impact: "stolen credentials work for longer than an hour",
  fix: "limit sessions to one hour, or set a permissions boundary",
  violations: ({ context: { maxSessionSeconds, hasPermissionsBoundary } }) =>
    maxSessionSeconds !== undefined &&
    maxSessionSeconds > MIN_SESSION_SECONDS &&
    hasPermissionsBoundary === false
      ? [{ path: [], given: `${maxSessionSeconds} seconds` }]
      : [],
};
