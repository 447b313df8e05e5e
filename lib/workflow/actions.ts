import { noted, type Yaml } from "./yaml-text";

/** The actions of a workflow, pinned to commits, because a tag can be moved to other code. */
const ACTIONS = {
  "actions/checkout": ["v7.0.1", "3d3c42e5aac5ba805825da76410c181273ba90b1"],
  "aws-actions/configure-aws-credentials": ["v6.2.3", "e6de054238d6b7531b4efff3b6587d9aade6a06c"],
  "aws-actions/amazon-ecr-login": ["v2.1.7", "03f1aad4c6c7ffd436567f42f9384779290529bd"],
  "docker/setup-buildx-action": ["v4.3.0", "37fe631027851001ddb9b187196cc803df7f5f0e"],
  "docker/build-push-action": ["v7.3.0", "53b7df96c91f9c12dcc8a07bcb9ccacbed38856a"],
} as const satisfies Readonly<Record<string, readonly [version: string, commit: string]>>;

export type Action = keyof typeof ACTIONS;

/** The value of `uses` for an action, with its version as a comment. */
export function pinned(action: Action): Yaml {
  const [version, commit] = ACTIONS[action];
  return noted(`${action}@${commit}`, version);
}
