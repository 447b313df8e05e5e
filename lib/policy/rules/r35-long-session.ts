import { MIN_SESSION_SECONDS } from "../iam-names";
import type { Rule } from "./rule";

export const r35: Rule = {
  id: "R35",
  name: "long-session",
  severity: "low",
  requirement: "a session of more than an hour has a permissions boundary",
  impact: "stolen credentials work for longer",
  fix: "keep the hour, or set a permissions boundary",
  violations: ({ context: { maxSessionSeconds, hasPermissionsBoundary } }) =>
    maxSessionSeconds !== undefined &&
    maxSessionSeconds > MIN_SESSION_SECONDS &&
    hasPermissionsBoundary === false
      ? [{ path: [], given: `${maxSessionSeconds} seconds` }]
      : [],
};
