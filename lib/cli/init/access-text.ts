import { posix } from "node:path";
import { scalarText } from "../../config/editing/written-value";
import { configOption } from "../output";
import type { Answers } from "./answers";

/**
 * The smallest access.yaml, with comments.
 * @param config its path in the folder of package.json.
 * @param packageName of this package, which contains the schema.
 */
export function accessText(
  { owner, repository, branch, account, region, ecrRepository }: Answers,
  config: string,
  packageName: string,
): string {
  const schema = posix.relative(posix.dirname(config), `node_modules/${packageName}/access.schema.json`);
  return `# yaml-language-server: $schema=${schema}

# Repositories created, renamed or transferred after 2026-07-15 send ids in their tokens. This command writes the ids into this file
# (GITHUB_TOKEN needs a token that can read the repository): npx github-actions-ecr resolve${configOption(config)}
github:
  owner: ${scalarText(owner)} # user or organization, in GitHub's casing
accounts:
  - id: "${account}"
    region: ${scalarText(region)}
    roles:
      - trust: # who can push
          - { repository: ${scalarText(repository)}, branch: ${scalarText(branch)} }
        ecr: # and where to; the ECR repository must exist
          repositories: [${scalarText(ecrRepository)}]
`;
}
