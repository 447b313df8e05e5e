import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { Config, Owner } from "../../../config/types";
import { isSameName } from "../../../policy/github-names";
import { counted } from "../../../report/words";
import { STACK_FILES } from "../../../stacks/access-stack";
import { shellWord } from "../../output";

export interface Folders {
  readonly cwd: string;
  /** The output folder, as the user gave it. */
  readonly out: string;
}

/** A stack that Terraform may have applied, as its file in the output folder describes it. */
interface WrittenStack {
  readonly name: string;
  readonly backend: Backend;
  readonly accountId: string | undefined;
  /** The owner on GitHub. */
  readonly owner: string | undefined;
  /** The addresses of its resources, sorted. */
  readonly addresses: readonly string[];
}

type Backend =
  /** The file, from the working folder. */
  | { readonly kind: "local"; readonly path: string }
  /** Only Terraform can read the state, with settings that the file has or not. */
  | { readonly kind: "other"; readonly isPartial: boolean };

const STACKS = "stacks";
const RENAME = "See docs/guide/state.md#rename-a-stack";
const REMOVE = "See docs/guide/state.md#remove-a-stack";

/**
 * Warnings about stacks that the file no longer has: renamed ones, whose state must move, and removed ones. Only what is certain: a stack that was never
 * deployed left nothing behind.
 * @param stacks the names of those that the file has.
 */
export function leftStackWarnings(
  config: Config,
  stacks: readonly string[],
  folders: Folders,
): readonly string[] {
  const folder = resolve(folders.cwd, folders.out, STACKS);
  const left = readdirSync(folder)
    .filter((name) => !stacks.includes(name))
    .sort()
    .flatMap((name) => writtenStack(name, folders) ?? []);
  const written = stacks.flatMap((name) => writtenStack(name, folders) ?? []);
  const known = new Set([...left, ...written].map(({ name }) => name));
  return [
    ...left.flatMap((stack) => leftWarning(stack, config, written, folders)),
    ...written.flatMap((stack) => lostWarning(stack, known, folders)),
  ];
}

function leftWarning(
  stack: WrittenStack,
  config: Config,
  written: readonly WrittenStack[],
  folders: Folders,
): readonly string[] {
  const { name, backend } = stack;
  const folder = `${folders.out}/${STACKS}/${name}`;
  const next = written.find((each) => each.name === successorName(stack, config));
  if (backend.kind === "local") {
    const count = resourceCount(resolve(folders.cwd, backend.path));
    if (count === 0) return [];
    const isFree = next?.backend.kind === "local" && !existsSync(resolve(folders.cwd, next.backend.path));
    if (next !== undefined && (isFree || next.backend.kind !== "local")) {
      return [
        `the stack ${name} is now ${next.name}. Move its state before the next deploy: ${moveCommand(stack, next, folders)}. ${RENAME}`,
      ];
    }
    return [
      `the stack ${name} is no longer in the file, but ${backend.path} still has ${counted(count, "resource")}. ${renameHint(stack, written)}To delete them: terraform -chdir=${shellWord(folder)} destroy. ${REMOVE}`,
    ];
  }
  return [
    next === undefined
      ? `${folder} is no longer in the file. ${renameHint(stack, written)}If you deployed it, its resources still exist. ${REMOVE}`
      : `the stack ${name} is now ${next.name}. If you deployed it, move its state before the next deploy: ${moveCommand(stack, next, folders)}. ${RENAME}`,
  ];
}

/** The stack that the file now has for the same account, or for an owner with another name. */
function successorName({ accountId, owner }: WrittenStack, { accounts, owners }: Config): string | undefined {
  if (accountId !== undefined) return accounts.find((account) => account.accountId === accountId)?.stack;
  if (owner === undefined) return undefined;
  const isFormer = ({ formerNames }: Owner) => formerNames.some((former) => isSameName(former, owner));
  return owners.find(isFormer)?.stack;
}

/** A stack of another owner with the same resources can be that of a renamed owner. */
function renameHint({ owner, addresses }: WrittenStack, written: readonly WrittenStack[]): string {
  const same = written.find(
    (each) => each.owner !== undefined && addresses.length > 0 && each.addresses.join() === addresses.join(),
  );
  return owner === undefined || same === undefined
    ? ""
    : `If the owner ${owner} was renamed to ${same.owner}, add formerly: ${owner} to github.owners.${same.owner}. `;
}

/** A shell command that moves the state from one stack to another. */
function moveCommand(from: WrittenStack, to: WrittenStack, { out }: Folders): string {
  const [before, after] = [from.backend, to.backend];
  if (before.kind === "local" && after.kind === "local")
    return `mv ${shellWord(before.path)} ${shellWord(after.path)}`;
  const [old, next] = [from, to].map(({ name }) => shellWord(`${out}/${STACKS}/${name}`));
  const init = (folder: string | undefined, { backend }: WrittenStack, file: string) =>
    `terraform -chdir=${folder} init${backend.kind === "other" && backend.isPartial ? ` -backend-config=${file}` : ""}`;
  return [
    init(old, from, "OLD_FILE"),
    `terraform -chdir=${old} state pull > moved.tfstate`,
    init(next, to, "FILE"),
    `terraform -chdir=${next} state push "$PWD/moved.tfstate"`,
    `rm -r moved.tfstate ${old}`,
  ].join(" && ");
}

/** A local state beside that of a stack without one: the output folder of the earlier stack is gone. */
function lostWarning(
  { name, backend, accountId }: WrittenStack,
  known: ReadonlySet<string>,
  { cwd }: Folders,
): readonly string[] {
  if (backend.kind !== "local" || accountId === undefined || existsSync(resolve(cwd, backend.path)))
    return [];
  const folder = resolve(cwd, backend.path, "..");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((file) => found(file, /^terraform\.(aws-.+)\.tfstate$/) ?? [])
    .filter((other) => !known.has(other))
    .flatMap((other) => {
      const path = join(folder, `terraform.${other}.tfstate`);
      const text = readFileSync(path, "utf8");
      if (!text.includes(`::${accountId}:`) || resourcesIn(text) === 0) return [];
      const from = shellWord(relative(cwd, path));
      return [
        `the stack ${other} seems to be ${name} now: ${relative(cwd, path)} has resources of the account ${accountId}. Move the state before the next deploy: mv ${from} ${shellWord(backend.path)}. ${RENAME}`,
      ];
    });
}

/** What the file of a stack contains, without a parser for HCL. Undefined for a folder without a stack. */
function writtenStack(name: string, { cwd, out }: Folders): WrittenStack | undefined {
  const folder = resolve(cwd, out, STACKS, name);
  const file = Object.values(STACK_FILES)
    .map(([first]) => join(folder, first))
    .find((path) => existsSync(path));
  if (file === undefined) return undefined;
  const text = readFileSync(file, "utf8");
  return {
    name,
    backend: backendIn(text, folder, cwd),
    accountId: found(text, /"?allowed_account_ids"?(?::| *=) *\[\s*"(\d{12})"/),
    owner: name.startsWith("github-") ? found(text, /"?\bowner"? *[:=] *"([^"]+)"/) : undefined,
    addresses: addressesIn(text, file),
  };
}

function backendIn(text: string, folder: string, cwd: string): Backend {
  const local =
    found(text, /"local": ?\{\s*"path": ?"([^"]+)"/) ??
    found(text, /backend "local" \{\s*path *= *"([^"]+)"/);
  if (local !== undefined) return { kind: "local", path: relative(cwd, resolve(folder, local)) };
  return { kind: "other", isPartial: /"backend": ?\{\s*"\w+": ?\{\s*\}|backend "\w+" \{\s*\}/.test(text) };
}

function addressesIn(text: string, file: string): readonly string[] {
  if (!file.endsWith(".json"))
    return [...text.matchAll(/^resource "(\w+)" "([^"]+)"/gm)].map(([, type, id]) => `${type}.${id}`).sort();
  const { resource = {} }: { readonly resource?: Readonly<Record<string, object>> } = JSON.parse(text);
  return Object.entries(resource)
    .flatMap(([type, byId]) => Object.keys(byId).map((id) => `${type}.${id}`))
    .sort();
}

function found(text: string, pattern: RegExp): string | undefined {
  return pattern.exec(text)?.[1];
}

function resourceCount(path: string): number {
  return existsSync(path) ? resourcesIn(readFileSync(path, "utf8")) : 0;
}

/** @see https://developer.hashicorp.com/terraform/internals/json-format */
function resourcesIn(state: string): number {
  return [...state.matchAll(/"mode": ?"managed"/g)].length;
}
