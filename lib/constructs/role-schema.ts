import type { z } from "zod";
import type { Located } from "../config/draft";
import { oneTrust, roleKeys, trustPolicyCharacters } from "../config/schema/access-file";
import { githubId, templateClaims } from "../config/schema/github";
import { repositoryHint } from "../config/schema/hints";
import { choice, list, region, section, text } from "../config/schema/parts";
import { ENTRY_KEYS, oneSource } from "../config/schema/trust";
import { ENTERPRISE, GITHUB_HOST } from "../policy/github-issuer";
import { OWNER, REPOSITORY_OF_OWNER_PATTERN } from "../policy/github-names";
import { ACCOUNT_ID, AUDIENCE } from "../policy/iam-limits";
import type { TextRule } from "../policy/text-rule";

const REPOSITORY_WITH_OWNER: TextRule = {
  noun: "a GitHub repository",
  allowed: `OWNER/NAME, where OWNER is ${OWNER.allowed}, and * is a wildcard in NAME`,
  pattern: new RegExp(`^(?=[^/]+/)${REPOSITORY_OF_OWNER_PATTERN.pattern.source.slice(1)}`),
};

/** An entry of access.yaml, for one repository with its ids. */
const trustProps = oneSource(
  section({
    repository: text(REPOSITORY_WITH_OWNER, repositoryHint).optional(),
    ids: section({ owner: githubId, repository: githubId.optional() }).optional(),
    subjectFormat: choice(["immutable", "both"]).optional(),
    template: templateClaims.optional(),
    ...ENTRY_KEYS,
  }),
);

const { perRepository: _, ...ROLE_KEYS } = roleKeys({ format: (rule) => rule });

/** The props of a role: the keys of a role of access.yaml, and what it takes from its account and the section github. */
export const roleProps = oneTrust(
  section({
    ...ROLE_KEYS,
    trust: list(trustProps).optional(),
    account: section({ accountId: text(ACCOUNT_ID), region }),
    oidcProvider: section({
      host: text(GITHUB_HOST),
      enterprise: text(ENTERPRISE).optional(),
      audience: text(AUDIENCE),
    }),
    trustPolicyCharacters,
    owners: list(text(OWNER)).optional(),
  }),
);

export type ValidProps = z.output<typeof roleProps>;
/** The props before they are known to be valid, and an entry of their trust. */
export type PropsDraft = Located<z.input<typeof roleProps>>;
export type TrustPropsDraft = Located<z.input<typeof trustProps>>;
