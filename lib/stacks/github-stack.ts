import type { Construct } from "constructs";
import { type Config, type Owner, PUBLICATION_KINDS } from "../config/config";
import { RepositoryValues } from "../constructs/repository-values";
import { AccessStack } from "./access-stack";
import { CoveredGithubProvider } from "./providers";

/** One owner: the values that its repositories read. */
export class GithubStack extends AccessStack {
  constructor(scope: Construct, owner: Owner, { github, state }: Pick<Config, "github" | "state">) {
    super(scope, { stack: owner.stack, state });
    new CoveredGithubProvider(this, "github", {
      owner: owner.name,
      ...(github.apiBaseUrl !== undefined && { baseUrl: github.apiBaseUrl }),
    });
    for (const as of PUBLICATION_KINDS) {
      new RepositoryValues(this, as, { as, values: owner.values.filter((value) => value.as === as) });
    }
  }
}
