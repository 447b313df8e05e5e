import { MIN_SESSION_SECONDS } from "../iam-names";
import type { Rule } from "./rule";

export const r35: Rule = {
  id: "R35",
  severity: "low",
  state: "a session of more than an hour has a permissions boundary",
  why: "stolen credentials work for longer",
  mend: "keep the hour, or set a permissions boundary",
  breaches: ({ surroundings: { maxSessionSeconds, hasPermissionsBoundary } }) =>
    maxSessionSeconds !== undefined &&
    maxSessionSeconds > MIN_SESSION_SECONDS &&
    hasPermissionsBoundary === false
      ? [{ path: [], given: `${maxSessionSeconds} seconds` }]
      : [],
};
