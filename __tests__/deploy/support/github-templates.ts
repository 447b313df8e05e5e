import { type GithubResource, isUser } from "./github-resource";
import { computed, Flag, isNothing, knownText, optional, required, Texts } from "./github-schema";
import type { Attributes } from "./tfplugin5";

const KEYS_TYPE = ["list", "string"] as const;
/** The keys of GitHub's default subject. */
const DEFAULT_KEYS = ["repo", "context"];

function keysProblems({ include_claim_keys }: Attributes): readonly string[] {
  const isEmptyList = include_claim_keys !== null && isNothing(include_claim_keys);
  return isEmptyList ? ["include_claim_keys requires 1 item minimum"] : [];
}

const REPOSITORY_TEMPLATE: GithubResource = {
  idAttributes: ["repository"],
  attributes: {
    repository: required(),
    use_default: required({ type: "bool" }),
    include_claim_keys: optional({ type: KEYS_TYPE }),
    id: computed(),
  },
  isAlwaysThere: true,
  problems: keysProblems,
  item: (planned, owner) => ({
    kind: "template",
    repository: `${owner}/${knownText(planned, "repository")}`,
    use_default: Flag.parse(planned.use_default),
    include_claim_keys: Texts.parse(planned.include_claim_keys),
  }),
  id: (planned) => knownText(planned, "repository"),
  refusal: ({ wanted }) =>
    wanted.kind === "template" && wanted.use_default && wanted.include_claim_keys.length > 0
      ? "include_claim_keys cannot be set when use_default is true"
      : undefined,
  reported: (entry) =>
    entry?.item.kind === "template"
      ? { use_default: entry.item.use_default, include_claim_keys: entry.item.include_claim_keys }
      : { use_default: true, include_claim_keys: [] },
};

const ORGANIZATION_TEMPLATE: GithubResource = {
  idAttributes: [],
  attributes: { include_claim_keys: required({ type: KEYS_TYPE }), id: computed() },
  isAlwaysThere: true,
  problems: keysProblems,
  item: (planned, organization) => ({
    kind: "organization template",
    organization,
    include_claim_keys: Texts.parse(planned.include_claim_keys),
  }),
  id: (_planned, _entry, owner) => owner,
  refusal: ({ owner, github }) =>
    isUser(owner, github)
      ? `this resource can only be used in the context of an organization, "${owner}" is a user`
      : undefined,
  reported: (entry) => ({
    include_claim_keys:
      entry?.item.kind === "organization template" ? entry.item.include_claim_keys : DEFAULT_KEYS,
  }),
};

/** @see https://registry.terraform.io/providers/integrations/github/6.13.0/docs */
export const TEMPLATE_RESOURCES: Readonly<Record<string, GithubResource>> = {
  github_actions_repository_oidc_subject_claim_customization_template: REPOSITORY_TEMPLATE,
  github_actions_organization_oidc_subject_claim_customization_template: ORGANIZATION_TEMPLATE,
};
