import { noted, type Yaml } from "./yaml-text";

/** The actions of the workflows, pinned to commits, because a tag can be moved to other code. The newest of 2026-11-29. */
const PINS = {
  "actions/attest": ["v4.2.2", "1e69f48acb82d1966a394da916b4c1698aa569d6"],
  "actions/checkout": ["v7.0.1", "3d3c42e5aac5ba805825da76410c181273ba90b1"],
  "aws-actions/amazon-ecr-login": ["v2.1.7", "03f1aad4c6c7ffd436567f42f9384779290529bd"],
  "aws-actions/configure-aws-credentials": ["v6.3.0", "e1253824e5c10ff9df46874f81ed3ec929e19cfd"],
  "docker/build-push-action": ["v7.4.0", "c3c9e263c25d99ce0380d002d59b67737d91b0dc"],
  "docker/login-action": ["v4.6.0", "dbcb813823bdd20940b903addbd779551569679f"],
  "docker/metadata-action": ["v6.2.0", "dc802804100637a589fabce1cb79ff13a1411302"],
  "docker/setup-buildx-action": ["v4.4.1", "f87e5991a6d7451dcb8d9637bfbc97413f497069"],
  "docker/setup-qemu-action": ["v4.4.0", "99012661954931238ded8c8b007157a8430204e1"],
} as const satisfies Readonly<Record<string, readonly [version: string, commit: string]>>;

type Action = keyof typeof PINS;

/** The value of `uses` for an action, with its version as a comment. */
export function pinned(action: Action): Yaml {
  const [version, commit] = PINS[action];
  return noted(`${action}@${commit}`, version);
}
