import type { GithubValue, PublicationLevel } from "../../../lib/config/config";
import type { PublicationScope } from "../../../lib/config/normalize/publication-scope";
import { placeText, type Target, valueTargets } from "../../../lib/config/normalize/value-targets";
import type { NonEmpty } from "../../../lib/policy/non-empty";

const SCOPE: Omit<PublicationScope, "to"> = {
  as: "secrets",
  repositories: [
    { owner: "acme", name: "web" },
    { owner: "other", name: "api" },
  ],
  environments: [{ owner: "acme", name: "web", environment: "prod" }],
  organizations: ["acme", "other"],
};

type As = GithubValue["as"];
const web = (as: As): Target => ({ owner: "acme", as, place: { level: "repository", repository: "web" } });
const api = (as: As): Target => ({ owner: "other", as, place: { level: "repository", repository: "api" } });
const prod = (as: As): Target => ({
  owner: "acme",
  as,
  place: { level: "environment", repository: "web", environment: "prod" },
});
const organization = (owner: string, as: As): Target => ({ owner, as, place: { level: "organization" } });

test.each<[NonEmpty<PublicationLevel>, Partial<PublicationScope>, readonly Target[]]>([
  [["repository"], {}, [web("secrets"), api("secrets")]],
  [["repository"], { as: "variables" }, [web("variables"), api("variables")]],
  [["environment"], {}, [prod("secrets")]],
  [["environment"], { as: "variables" }, [prod("variables")]],
  [["organization"], {}, [organization("acme", "secrets"), organization("other", "secrets")]],
  [
    ["organization"],
    { as: "variables" },
    [organization("acme", "variables"), organization("other", "variables")],
  ],
  [["dependabot"], {}, [web("dependabot secrets"), api("dependabot secrets")]],
  [
    ["dependabot", "environment"],
    {},
    [web("dependabot secrets"), api("dependabot secrets"), prod("secrets")],
  ],
  [
    ["dependabot", "organization"],
    {},
    [
      organization("acme", "dependabot secrets"),
      organization("other", "dependabot secrets"),
      organization("acme", "secrets"),
      organization("other", "secrets"),
    ],
  ],
  [
    ["repository", "environment", "organization", "dependabot"],
    { organizations: ["acme"] },
    [
      web("secrets"),
      api("secrets"),
      prod("secrets"),
      organization("acme", "secrets"),
      organization("acme", "dependabot secrets"),
    ],
  ],
  [
    ["repository", "environment", "organization", "dependabot"],
    { repositories: [], environments: [], organizations: [] },
    [],
  ],
])("the values of %j with %j go to these places", (to, scope, expected) => {
  expect(valueTargets({ ...SCOPE, ...scope, to })).toStrictEqual(expected);
});

test.each<[Pick<Target, "owner" | "place">, string]>([
  [web("secrets"), "acme/web"],
  [prod("secrets"), "the environment prod of acme/web"],
  [organization("acme", "secrets"), "the organization acme"],
])("%j is written as %s", (target, expected) => {
  expect(placeText(target)).toBe(expected);
});
