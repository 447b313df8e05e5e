import { posix } from "node:path";
import { scalarText } from "../../config/editing/written-value";
import { configOption } from "../output/shell-text";
import type { Answers } from "./answers";

/**
 * The first access.yaml: the smallest one, with what a newcomer has to know.
 * @param config the file below the folder of package.json.
 * @param packageName of this package, which brings the schema along.
 */
export function accessText(
  { owner, repository, branch, account, region, ecrRepository }: Answers,
  config: string,
  packageName: string,
): string {
  const schema = posix.relative(posix.dirname(config), `node_modules/${packageName}/access.schema.json`);
  return `# yaml-language-server: $schema=${schema}

# A repository that was made, renamed or transferred after 2026-07-15 sends ids in its tokens, and names alone do not let it in.
# This asks GitHub for them and writes them here, with a token in GITHUB_TOKEN: npx github-actions-ecr resolve${configOption(config)}
github:
  owner: ${scalarText(owner)} # user or organization, as GitHub spells it
accounts:
  - id: "${account}"
    region: ${scalarText(region)}
    roles:
      - trust: # who may push
          - { repository: ${scalarText(repository)}, branch: ${scalarText(branch)} }
        ecr: # and where to; the ECR repository has to exist
          repositories: [${scalarText(ecrRepository)}]
`;
}
