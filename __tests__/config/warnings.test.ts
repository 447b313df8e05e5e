import { parsedConfig } from "../../lib/config/load";
import { fileWith, type Lines, NAME } from "./access-file";

const credential = (place: string): string =>
  `${place} is a credential: leave it out of the file and give it in the environment`;

test.each<[string, Lines, readonly string[]]>([
  [
    "a role by the name that is reported not to work",
    { 11: "        name: GitHubActions" },
    ["role GitHubActions in 123456789012: this very name is reported not to work; choose another"],
  ],
  [
    "a role whose published name lacks its path",
    { 11: "        path: /ci/\n    name: production" },
    [
      "role GitHubActionsECRRole in production: AWS_ROLE_NAME does not hold the path; write role/ci/ before it in the workflow",
    ],
  ],
  [
    "a role whose values nobody gets",
    { 8: "          - { repository: team-*, branch: main }" },
    [
      "role GitHubActionsECRRole in 123456789012: no repository gets its values, because trust names none exactly; list them in publish.repositories, or write publish: false",
    ],
  ],
  [
    "a password",
    { 11: "state: { http: { address: 'https://x/{stack}', username: u, password: p } }" },
    [credential("state.http.password")],
  ],
  ["a connection string", { 11: "state: { pg: { conn_str: x } }" }, [credential("state.pg.conn_str")]],
  [
    "each credential, in either spelling",
    { 11: "state: { azurerm: { access_key: a, clientSecret: b, sasToken: c, container_name: d } }" },
    [
      credential("state.azurerm.access_key"),
      credential("state.azurerm.clientSecret"),
      credential("state.azurerm.sasToken"),
    ],
  ],
  [
    "Google's credentials and key",
    { 11: "state: { gcs: { bucket: b, credentials: x, access_token: y, encryption_key: z } }" },
    [
      credential("state.gcs.credentials"),
      credential("state.gcs.access_token"),
      credential("state.gcs.encryption_key"),
    ],
  ],
  ["a token", { 11: "state: { remote: { token: x } }" }, [credential("state.remote.token")]],
  [
    "the state first, then each role",
    { 11: "        name: GitHubActions\n        path: /ci/\nstate: { cloud: { token: x } }" },
    [
      credential("state.cloud.token"),
      "role GitHubActions in 123456789012: this very name is reported not to work; choose another",
      "role GitHubActions in 123456789012: AWS_ROLE_NAME does not hold the path; write role/ci/ before it in the workflow",
    ],
  ],
])("warns of %s", (_, lines, warnings) => {
  expect(parsedConfig(fileWith(lines), NAME).warnings).toStrictEqual(warnings);
});

test.each<[string, Lines]>([
  ["the guide", {}],
  ["a name that begins like the one that does not work", { 11: "        name: GitHubActionsECR" }],
  ["a path where nothing is published", { 11: "        path: /ci/\n        publish: false" }],
  ["settings that are no credentials", { 11: "state: { gcs: { bucket: b, prefix: 'x/{stack}' } }" }],
  ["S3", { 11: "state: { s3: { bucket: abc, region: us-east-1, kmsKeyId: alias/x } }" }],
])("says nothing of %s", (_, lines) => {
  expect(parsedConfig(fileWith(lines), NAME).warnings).toStrictEqual([]);
});
