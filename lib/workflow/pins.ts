import { noted, type Yaml } from "./yaml-text";

/** When the pins below were the newest. */
export const PINS_DATE = "2026-11-29";

/** The actions of the workflows, pinned to commits, because a tag can be moved to other code. */
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
  "oras-project/setup-oras": ["v2.0.1", "1d808f7d7f6995cc68b7bf507bfe5c5446e1dc9d"],
} as const satisfies Readonly<Record<string, readonly [version: string, commit: string]>>;

type Action = keyof typeof PINS;

/** The value of `uses` for an action, with its version as a comment. */
export function pinned(action: Action): Yaml {
  const [version, commit] = PINS[action];
  return noted(`${action}@${commit}`, version);
}

/** A workflow with the pins of the table. */
export interface UpdatedPins {
  readonly text: string;
  /** `line 12: actions/checkout v4 -> v7.0.1`. */
  readonly changes: readonly string[];
  /** Actions that are newer than the table, which keep their pins. */
  readonly newer: readonly string[];
}

const USES =
  /^(?<start>[ \t]*(?:-[ \t]+)?uses:[ \t]*(?<quote>["']?)(?<action>[\w.-]+\/[\w.-]+)@)(?<ref>[^\s"'#]+)\k<quote>(?<comment>[ \t]+#[^\r\n]*)?/;

/** Replaces the pins of actions in the table, and keeps all other text. */
export function updatedPins(text: string): UpdatedPins {
  const changes: string[] = [];
  const newer: string[] = [];
  const lines = text.split("\n").map((line, index) => {
    const { start = "", quote = "", action = "", ref = "", comment = "" } = USES.exec(line)?.groups ?? {};
    if (!isPinned(action)) return line;
    const [version, commit] = PINS[action];
    const from = VERSION.exec(comment)?.[0] ?? ref;
    const place = `line ${index + 1}: ${action} ${from}`;
    if (isNewer(from, version)) {
      newer.push(place);
      return line;
    }
    const updated = `${start}${commit}${quote}${updatedComment(comment, version)}${line.slice(`${start}${ref}${quote}${comment}`.length)}`;
    if (updated !== line) changes.push(`${place} -> ${version}`);
    return updated;
  });
  return { text: lines.join("\n"), changes, newer };
}

function isPinned(action: string): action is Action {
  return Object.hasOwn(PINS, action);
}

const VERSION = /\bv?\d+(?:\.\d+)*\b/;

function updatedComment(comment: string, version: string): string {
  if (comment === "") return ` # ${version}`;
  return VERSION.test(comment)
    ? comment.replace(VERSION, version)
    : comment.replace(/#[ \t]*/, `# ${version} `);
}

/** Whether a version such as `v8` is later than one of the table. A commit or a branch is not. */
function isNewer(from: string, version: string): boolean {
  if (!/^v?\d{1,4}(?:\.\d+)*$/.test(from)) return false;
  const own = numbers(from);
  const known = numbers(version);
  const at = own.findIndex((number, index) => number !== known[index]);
  return at >= 0 && (own[at] ?? 0) > (known[at] ?? 0);
}

function numbers(version: string): readonly number[] {
  return version.replace("v", "").split(".").map(Number);
}
