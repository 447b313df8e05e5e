import { seed, synthesizedStacks } from "./synthesized";

const STACK = "aws-123456789012";

test.each([
  ["local: {}", { backend: { local: { path: `../../../terraform.${STACK}.tfstate` } } }],
  [
    "local: { directory: ./states/ }",
    { backend: { local: { path: `../../../states/terraform.${STACK}.tfstate` } } },
  ],
  ["local: { directory: /srv/tf }", { backend: { local: { path: `/srv/tf/terraform.${STACK}.tfstate` } } }],
  [
    "s3: { bucket: acme-tfstate, region: eu-west-1 }",
    {
      backend: {
        s3: {
          bucket: "acme-tfstate",
          region: "eu-west-1",
          key: `github-actions-ecr/${STACK}.tfstate`,
          encrypt: true,
          use_lockfile: true,
        },
      },
    },
  ],
  [
    "s3: { bucket: acme-tfstate, region: eu-west-1, keyPrefix: a/b, kmsKeyId: alias/x, assumeRoleArn: 'arn:aws:iam::210987654321:role/state' }",
    {
      backend: {
        s3: {
          bucket: "acme-tfstate",
          region: "eu-west-1",
          key: `a/b/${STACK}.tfstate`,
          encrypt: true,
          use_lockfile: true,
          kms_key_id: "alias/x",
          assume_role: { role_arn: "arn:aws:iam::210987654321:role/state" },
        },
      },
    },
  ],
  ["gcs: { bucket: acme }", { backend: { gcs: { bucket: "acme", prefix: `github-actions-ecr/${STACK}` } } }],
  [
    "gcs: { bucket: acme, prefix: 'x/{stack}' }",
    { backend: { gcs: { bucket: "acme", prefix: `x/${STACK}` } } },
  ],
  [
    "azurerm: { storage_account_name: acme, container_name: tf, use_oidc: true }",
    {
      backend: {
        azurerm: {
          storage_account_name: "acme",
          container_name: "tf",
          use_oidc: true,
          key: `github-actions-ecr/${STACK}.tfstate`,
        },
      },
    },
  ],
  [
    "http: { address: 'https://state.example/{stack}', retry_max: 3 }",
    { backend: { http: { address: `https://state.example/${STACK}`, retry_max: 3 } } },
  ],
  ["pg: {}", { backend: { pg: { schema_name: STACK } } }],
  ["cloud: { organization: acme }", { cloud: { organization: "acme", workspaces: { name: STACK } } }],
  [
    "cloud: { organization: acme, workspaces: { tags: ['x', '{stack}'], project: ecr } }",
    { cloud: { organization: "acme", workspaces: { tags: ["x", STACK], project: "ecr" } } },
  ],
  [
    "remote: { organization: acme, hostname: tfe.example }",
    { backend: { remote: { organization: "acme", hostname: "tfe.example", workspaces: { name: STACK } } } },
  ],
  ["partial: s3", { backend: { s3: {} } }],
  ["partial: kubernetes", { backend: { kubernetes: {} } }],
])("state: { %s }", (state, expected) => {
  const {
    required_providers: _,
    required_version: __,
    ...kept
  } = synthesizedStacks(seed({ file: `state: { ${state} }` }))[STACK]?.terraform ?? {};
  expect(kept).toStrictEqual(expected);
});

test("no two stacks share a state", () => {
  const stacks = synthesizedStacks(seed({ file: "state: { gcs: { bucket: acme } }" }));
  expect(stacks["github-acme"]?.terraform.backend).toStrictEqual({
    gcs: { bucket: "acme", prefix: "github-actions-ecr/github-acme" },
  });
});

test("Terraform templates in settings are escaped", () => {
  const stacks = synthesizedStacks(
    seed({ file: `state: { http: { address: "https://x/{stack}?a=\${path}" } }` }),
  );
  expect(stacks[STACK]?.terraform.backend).toStrictEqual({
    http: { address: `https://x/${STACK}?a=$\${path}` },
  });
});
