import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { seed } from "./synthesized";

const EXAMPLES = join(__dirname, "..", "..", "examples");

/** Every access.yaml of the examples, and files with every kind of element: imports, each backend, tags, Terraform templates. */
export const FILES: readonly (readonly [title: string, yaml: string])[] = [
  ...readdirSync(EXAMPLES)
    .filter((name) => existsSync(join(EXAMPLES, name, "access.yaml")))
    .map(
      (name) => [`the example ${name}`, readFileSync(join(EXAMPLES, name, "access.yaml"), "utf8")] as const,
    ),
  ["the guide", seed()],
  [
    "signs of Terraform's templates",
    seed({ role: `description: 'costs "\${nothing}" \\ %{ at all } $\${x}'` }).replace(
      "branch: main",
      `environment: "a*b?c$d:e \${f} %{g} \\"h\\""`,
    ),
  ],
  ["signs of JSON and HCL", seed({ account: "tags: { 'a b=c': 'd=e+f', g: h }", role: "name: R=,le." })],
  ["an import", seed({ account: "oidcProvider: import", role: "tags: {}" })],
  ...[
    "s3: { bucket: acme, region: eu-west-1, create: true }",
    "s3: { bucket: acme, region: eu-west-1, create: migrated, kmsKeyId: alias/x }",
    "s3: { bucket: acme, region: eu-west-1, assumeRoleArn: 'arn:aws:iam::210987654321:role/state' }",
    "gcs: { bucket: acme }",
    "azurerm: { storage_account_name: acme, use_oidc: true }",
    `http: { address: 'https://example.com/{stack}?a="\${b}"', retry_max: 3 }`,
    "pg: {}",
    "cloud: { organization: acme }",
    "cloud: { organization: acme, workspaces: { tags: ['x', '{stack}'], project: ecr } }",
    "remote: { organization: acme }",
    "partial: s3",
  ].map((state) => [`state in ${state}`, seed({ file: `state: { ${state} }` })] as const),
];
