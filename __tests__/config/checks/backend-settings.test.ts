import { fileWith, inFile, type Lines, problemLines } from "../access-file";

test.each<[string, Lines, readonly string[]]>([
  [
    "one Google bucket prefix for all stacks",
    { 11: "state: { gcs: { bucket: acme, prefix: x } }" },
    [
      "11:15 state.gcs: expected {stack}, the stack's name, in bucket or prefix. Without it, all stacks overwrite the same state",
    ],
  ],
  [
    "one Azure key for all stacks",
    { 11: "state: { azurerm: { container_name: tf, key: x } }" },
    [
      "11:19 state.azurerm: expected {stack}, the stack's name, in storage_account_name or container_name or key. Without it, all stacks overwrite the same state",
    ],
  ],
  [
    "one HTTP address for all stacks",
    { 11: "state: { http: { address: https://state.acme.example } }" },
    [
      "11:16 state.http: expected {stack}, the stack's name, in address. Without it, all stacks overwrite the same state",
    ],
  ],
  [
    "no HTTP address at all",
    { 11: "state: { http: {} }" },
    [
      "11:16 state.http: expected {stack}, the stack's name, in address. Without it, all stacks overwrite the same state",
    ],
  ],
  [
    "one PostgreSQL schema for all stacks",
    { 11: "state: { pg: { schema_name: x } }" },
    [
      "11:14 state.pg: expected {stack}, the stack's name, in schema_name. Without it, all stacks overwrite the same state",
    ],
  ],
  [
    "one workspace of HCP Terraform for all stacks",
    { 11: "state: { cloud: { workspaces: { name: x } } }" },
    [
      "11:17 state.cloud: expected {stack}, the stack's name, in organization or workspaces.name or workspaces.tags. Without it, all stacks overwrite the same state",
    ],
  ],
  [
    "one remote workspace for all stacks",
    { 11: "state: { remote: { workspaces: { name: x } } }" },
    [
      "11:18 state.remote: expected {stack}, the stack's name, in organization or workspaces.name or workspaces.prefix. Without it, all stacks overwrite the same state",
    ],
  ],
  [
    "{stack} as the name of a setting",
    { 11: "state: { gcs: { prefix: x, '{stack}': y } }" },
    [
      "11:15 state.gcs: expected {stack}, the stack's name, in bucket or prefix. Without it, all stacks overwrite the same state",
    ],
  ],
  [
    "one state for all stacks: a Google bucket, {stack} in another setting",
    { 11: "state: { gcs: { bucket: b, prefix: x, kms_encryption_key: '{stack}' } }" },
    [
      "11:15 state.gcs: expected {stack}, the stack's name, in bucket or prefix. Without it, all stacks overwrite the same state",
    ],
  ],
  [
    "one state for all stacks: an Azure key, {stack} in another setting",
    { 11: "state: { azurerm: { key: x, access_key: '{stack}' } }" },
    [
      "11:19 state.azurerm: expected {stack}, the stack's name, in storage_account_name or container_name or key. Without it, all stacks overwrite the same state",
    ],
  ],
  [
    "one state for all stacks: a PostgreSQL schema, {stack} in the connection",
    { 11: "state: { pg: { schema_name: x, conn_str: 'postgres://h/d?application_name={stack}' } }" },
    [
      "11:14 state.pg: expected {stack}, the stack's name, in schema_name. Without it, all stacks overwrite the same state",
    ],
  ],
  [
    "one state for all stacks: an HTTP address, {stack} in the user's name",
    { 11: "state: { http: { address: 'https://h/s', username: '{stack}' } }" },
    [
      "11:16 state.http: expected {stack}, the stack's name, in address. Without it, all stacks overwrite the same state",
    ],
  ],
  [
    "one state for all stacks: a workspace, {stack} in its project",
    { 11: "state: { cloud: { workspaces: { name: w, project: '{stack}' } } }" },
    [
      "11:17 state.cloud: expected {stack}, the stack's name, in organization or workspaces.name or workspaces.tags. Without it, all stacks overwrite the same state",
    ],
  ],
])("rejects %s", (_, lines, problems) => {
  expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
});

test.each<[string, Lines]>([
  ["every backend that has a name for the state by itself", { 11: "state: { gcs: {} }" }],
  ["Azure's", { 11: "state: { azurerm: { container_name: tf } }" }],
  ["PostgreSQL's", { 11: "state: { pg: {} }" }],
  ["HCP Terraform's", { 11: "state: { cloud: { organization: acme } }" }],
  ["the remote one's", { 11: "state: { remote: { organization: acme } }" }],
  [
    "{stack} in an HTTP address",
    { 11: "state: { http: { address: 'https://state.acme.example/{stack}' } }" },
  ],
  ["{stack} below a setting", { 11: "state: { remote: { workspaces: { name: 'ecr-{stack}' } } }" }],
])("accepts %s", (_, lines) => {
  expect(problemLines(fileWith(lines))).toStrictEqual([]);
});
