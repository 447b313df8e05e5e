import type { Environment, Owner, ValueTarget } from "../../config/config";
import { MAX_REQUESTS_PER_HOUR, planRequests } from "../../config/plan-requests";
import { counted, numberText } from "../../report/words";
import { escapeControlChars, listed } from "../output";

/** For people: the values, environments and templates of an owner. */
export function ownerText(owner: Owner): string {
  const { name, stack, values, environments, templates } = owner;
  const places = new Map<string, { readonly place: string; readonly names: string[] }>();
  for (const { as, target, name: valueName } of values) {
    const key = JSON.stringify([as, target]);
    const known = places.get(key);
    if (known === undefined)
      places.set(key, { place: `${targetText(name, target)} ${as}`, names: [valueName] });
    else known.names.push(valueName);
  }
  const requests = planRequests(owner);
  return [
    stack,
    ...listed([...places.values()], ({ place, names }) => `  ${place}: ${names.join(", ")}`, "  "),
    ...listed(environments, (environment) => environmentText(name, environment), "  "),
    ...listed(
      templates,
      ({ repository, claims }) =>
        `  ${repository === undefined ? name : `${name}/${repository}`} subject template: ${claims.join(", ")}`,
      "  ",
    ),
    `  a plan makes ${counted(requests, "request")} to GitHub, of ${numberText(MAX_REQUESTS_PER_HOUR)} per hour`,
  ]
    .map(escapeControlChars)
    .join("\n");
}

function targetText(owner: string, target: ValueTarget): string {
  switch (target.level) {
    case "repository":
      return `${owner}/${target.repository}`;
    case "environment":
      return `${owner}/${target.repository} environment ${target.environment}`;
    case "organization":
      return target.visibility === "selected"
        ? `${owner} (${target.repositoryIds.length} selected repositories)`
        : `${owner} (${target.visibility === "all" ? "all" : "all private"} repositories)`;
  }
}

/** The protection of an environment. */
function environmentText(owner: string, environment: Environment): string {
  const { repository, name, branches, tags, reviewers, preventSelfReview, waitMinutes } = environment;
  const reviewerNames = [...reviewers.users, ...reviewers.teams.map((team) => `team ${team}`)];
  const protections = [
    ...(branches.length > 0 ? [`branches ${branches.join(", ")}`] : []),
    ...(tags.length > 0 ? [`tags ${tags.join(", ")}`] : []),
    ...(branches.length + tags.length === 0 ? ["any branch or tag"] : []),
    ...(reviewerNames.length > 0
      ? [
          `approval by ${reviewerNames.join(" or ")}${preventSelfReview ? ", not by the person who started the run" : ""}`,
        ]
      : []),
    ...(waitMinutes > 0 ? [`a wait of ${counted(waitMinutes, "minute")}`] : []),
    ...(environment.administratorsMayBypass ? ["administrators can bypass it"] : []),
  ];
  return `  ${owner}/${repository} environment ${name}: ${protections.join("; ")}`;
}

/** For machines: where a value is. */
export function placeJson(owner: string, target: ValueTarget): Readonly<Record<string, unknown>> {
  switch (target.level) {
    case "repository":
      return { repository: `${owner}/${target.repository}` };
    case "environment":
      return { repository: `${owner}/${target.repository}`, environment: target.environment };
    case "organization":
      return {
        organization: owner,
        visibility: target.visibility,
        ...(target.visibility === "selected" && { repositoryIds: target.repositoryIds }),
      };
  }
}
