import type { Environment, Owner, ValueTarget } from "../../config/config";
import { MAX_REQUESTS_PER_HOUR, planRequests } from "../../config/plan-requests";
import { listed } from "../output/listed";
import { shownText } from "../output/shown-text";

/** For people: what an owner gets on GitHub. */
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
    ...listed([...places.values()], ({ place, names }) => `  ${place}  ${names.join(", ")}`, "  "),
    ...listed(environments, (environment) => environmentText(name, environment), "  "),
    ...listed(
      templates,
      ({ repository, claims }) =>
        `  ${repository === undefined ? name : `${name}/${repository}`} subjects  ${claims.join(", ")}`,
      "  ",
    ),
    `  a plan makes ${requests} of the ${MAX_REQUESTS_PER_HOUR} requests that GitHub answers in an hour`,
  ]
    .map(shownText)
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

/** What a job has to pass to run in an environment. */
function environmentText(owner: string, environment: Environment): string {
  const { repository, name, branches, tags, reviewers, preventSelfReview, waitMinutes } = environment;
  const reviewerNames = [...reviewers.users, ...reviewers.teams.map((team) => `team ${team}`)];
  const gates = [
    ...(branches.length > 0 ? [`branches ${branches.join(", ")}`] : []),
    ...(tags.length > 0 ? [`tags ${tags.join(", ")}`] : []),
    ...(branches.length + tags.length === 0 ? ["any branch or tag"] : []),
    ...(reviewerNames.length > 0
      ? [
          `approval of ${reviewerNames.join(" or ")}${preventSelfReview ? ", not of whoever started the run" : ""}`,
        ]
      : []),
    ...(waitMinutes > 0 ? [`a wait of ${waitMinutes} minute${waitMinutes === 1 ? "" : "s"}`] : []),
    ...(environment.administratorsMayBypass ? ["administrators may bypass"] : []),
  ];
  return `  ${owner}/${repository} environment ${name}  ${gates.join("; ")}`;
}

/** For machines: where a value lies. */
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
