import { isDeepStrictEqual } from "node:util";
import { ExtData } from "@msgpack/msgpack";
import { z } from "zod";
import type { Attribute, Attributes } from "./tfplugin5";

/** A type as Terraform writes it in JSON. */
type AttributeType = string | readonly [string, AttributeType | Readonly<Record<string, AttributeType>>];

/** An attribute in the schema and in the plan. */
export interface GithubAttribute {
  readonly type: AttributeType;
  readonly presence: "required" | "optional" | "computed";
  /** Which change of it replaces the resource; all others update it in place. */
  readonly replaces: "no change" | "every change" | "a change from or to nothing" | "another repository";
  readonly sensitive: boolean;
  /** What the provider plans where the configuration gives none. */
  readonly default?: Attribute;
}

export type GithubAttributes = Readonly<Record<string, GithubAttribute>>;

export interface GithubSchema {
  readonly attributes: GithubAttributes;
  /** The version of states. Default: 0. */
  readonly version?: number;
  /** Nested blocks, each at most once. */
  readonly blocks?: Readonly<Record<string, GithubAttributes>>;
}

type Details = Partial<Omit<GithubAttribute, "presence">>;

const TEXT = { type: "string", replaces: "no change", sensitive: false } as const;

export function required(details: Details = {}): GithubAttribute {
  return { ...TEXT, ...details, presence: "required" };
}

export function optional(details: Details = {}): GithubAttribute {
  return { ...TEXT, ...details, presence: "optional" };
}

export function computed(type: AttributeType = "string"): GithubAttribute {
  return { ...TEXT, type, presence: "computed" };
}

/** What identifies a resource for good. */
export const KEY = required({ replaces: "every change" });

/** The repository of a resource. Another name of the same repository is an update in place. */
export const REPOSITORY = {
  repository: required({ replaces: "another repository" }),
  repository_id: computed("number"),
};

/** A colon separates the parts of an id. */
export function idOf(...parts: readonly (string | number)[]): string {
  return parts.map((part) => String(part).replaceAll(":", "??")).join(":");
}

export function partsOfId(id: string): readonly string[] {
  return id.split(":").map((part) => part.replaceAll("??", ":"));
}

function block({ attributes, blocks = {} }: GithubSchema): object {
  return {
    attributes: Object.entries(attributes).map(([name, { type, presence, sensitive }]) => ({
      name,
      type: Buffer.from(JSON.stringify(type)),
      [presence]: true,
      sensitive,
    })),
    block_types: Object.entries(blocks).map(([type_name, nested]) => ({
      type_name,
      block: block({ attributes: nested }),
      nesting: "LIST",
      max_items: 1,
    })),
  };
}

export function schemaMessage(schema: GithubSchema): object {
  return { version: schema.version ?? 0, block: block(schema) };
}

export function schemaMessages(schemas: Readonly<Record<string, GithubSchema>>): object {
  return Object.fromEntries(Object.entries(schemas).map(([type, schema]) => [type, schemaMessage(schema)]));
}

function isList(value: Attribute): value is readonly Attribute[] {
  return Array.isArray(value);
}

/** The provider's library takes what is empty, zero or false for what is not given. */
function withoutZeros(value: Attribute): unknown {
  if (value === "" || value === 0 || value === false) return null;
  if (value === null || typeof value !== "object" || value instanceof ExtData) return value;
  if (isList(value)) return value.length === 0 ? null : value.map(withoutZeros);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutZeros(inner)]));
}

export function isNothing(value: Attribute | undefined): boolean {
  return value === undefined || withoutZeros(value) === null;
}

export function isSame(a: Attribute | undefined, b: Attribute | undefined): boolean {
  return isDeepStrictEqual(withoutZeros(a ?? null), withoutZeros(b ?? null));
}

export function text(attributes: Attributes, name: string): string | undefined {
  const value = attributes[name];
  return typeof value === "string" ? value : undefined;
}

/** @throws if it is not known yet */
export function knownText(attributes: Attributes, name: string): string {
  const value = text(attributes, name);
  if (value === undefined) throw new Error(`${name} is not known when it is needed`);
  return value;
}

/** A list or set, empty where none is given. @throws ZodError while it is not known */
export const Numbers = z
  .array(z.number())
  .nullable()
  .transform((numbers) => numbers ?? []);

/** False where none is given, and in what was imported and is not read yet. @throws ZodError while it is not known */
export const Flag = z
  .boolean()
  .nullable()
  .transform((flag) => flag ?? false);

export const Texts = z
  .array(z.string())
  .nullable()
  .transform((texts) => texts ?? []);
