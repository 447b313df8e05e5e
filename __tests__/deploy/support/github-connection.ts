import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import { dataSourceState, GITHUB_DATA_SOURCES } from "./github-data-sources";
import { type PlanRequest, plan } from "./github-plan";
import type { GithubResource } from "./github-resource";
import { GITHUB_RESOURCES, named, PROVIDER_SCHEMA } from "./github-resources";
import { type GithubSchema, partsOfId, schemaMessage, schemaMessages, text } from "./github-schema";
import type { GithubEntry, GithubStore } from "./github-store";
import {
  type Attributes,
  attributesOf,
  type DynamicValue,
  dynamicValue,
  errorDiagnostic,
  storedAttributes,
  unary,
} from "./tfplugin5";

interface ConfigRequest {
  readonly config: DynamicValue;
}

interface ResourceRequest {
  readonly type_name: string;
}

interface StoredStateRequest extends ResourceRequest {
  readonly raw_state: { readonly json: Uint8Array };
}

interface ImportRequest extends ResourceRequest {
  readonly id: string;
}

interface ReadRequest extends ResourceRequest {
  readonly current_state: DynamicValue;
}

interface ApplyRequest extends ResourceRequest {
  readonly prior_state: DynamicValue;
  readonly planned_state: DynamicValue;
}

/**
 * The provider for one connection, that is, for one `provider` block of one running terraform: the
 * owner comes from that block and must not leak into another run's.
 */
export class GithubConnection {
  readonly #github: GithubStore;
  readonly #tokens: Set<string>;
  #configuredOwner: string | undefined;

  constructor(github: GithubStore, tokens: Set<string>) {
    this.#github = github;
    this.#tokens = tokens;
  }

  methods(): UntypedServiceImplementation {
    return {
      GetSchema: unary(() => ({
        provider: schemaMessage(PROVIDER_SCHEMA),
        resource_schemas: schemaMessages(GITHUB_RESOURCES),
        data_source_schemas: schemaMessages(GITHUB_DATA_SOURCES),
      })),
      PrepareProviderConfig: unary(({ config }: ConfigRequest) => {
        this.#noteToken(attributesOf(config));
        return { prepared_config: config };
      }),
      ValidateResourceTypeConfig: unary(({ type_name, config }: ResourceRequest & ConfigRequest) => {
        const problems = named(GITHUB_RESOURCES, type_name).problems?.(attributesOf(config) ?? {}) ?? [];
        return { diagnostics: problems.map((problem) => errorDiagnostic("Invalid argument", problem)) };
      }),
      ValidateDataSourceConfig: unary(() => ({})),
      Configure: unary((request: ConfigRequest) => this.#configure(request)),
      UpgradeResourceState: unary((request: StoredStateRequest) => this.#upgrade(request)),
      ReadResource: unary((request: ReadRequest) => this.#read(request)),
      PlanResourceChange: unary((request: PlanRequest) =>
        plan(request, (name) => this.#github.repositoryId(`${this.#owner}/${name}`)),
      ),
      ApplyResourceChange: unary((request: ApplyRequest) => ({
        ...this.#apply(request),
        legacy_type_system: true,
      })),
      ImportResourceState: unary((request: ImportRequest) => this.#import(request)),
      ReadDataSource: unary((request: ResourceRequest & ConfigRequest) => this.#readDataSource(request)),
      Stop: unary(() => ({ error: "" })),
    };
  }

  #noteToken(config: Attributes | null): void {
    const token = config?.token;
    if (token !== null && token !== undefined)
      this.#tokens.add(typeof token === "string" ? token : "(unknown)");
  }

  #configure({ config }: ConfigRequest): object {
    const attributes = attributesOf(config) ?? {};
    this.#noteToken(attributes);
    this.#configuredOwner = text(attributes, "owner") ?? text(attributes, "organization");
    if (this.#configuredOwner !== undefined) return {};
    return { diagnostics: [errorDiagnostic("No owner", "the provider block names no owner")] };
  }

  get #owner(): string {
    if (this.#configuredOwner === undefined) throw new Error("the provider is used before it is configured");
    return this.#configuredOwner;
  }

  #entry(resource: GithubResource, current: Attributes): GithubEntry | undefined {
    if (resource.entry !== undefined) return resource.entry(current, this.#github);
    return this.#github.get(resource.item(current, this.#owner));
  }

  /** A state of an older version of the provider has no ids of repositories and policies. */
  #upgrade({ type_name, raw_state }: StoredStateRequest): object {
    const resource = named(GITHUB_RESOURCES, type_name);
    const stored = stateOf(resource, storedAttributes(raw_state.json));
    const ids = { ...this.#repositoryId(resource, stored), ...policyId(stored) };
    const missing = Object.entries(ids).filter(([name]) => stored[name] === null);
    return { upgraded_state: dynamicValue({ ...stored, ...Object.fromEntries(missing) }) };
  }

  /** Attributes that the id has, and what GitHub holds. Terraform refreshes it next. */
  #import({ type_name, id }: ImportRequest): object {
    const resource = named(GITHUB_RESOURCES, type_name);
    const parts = resource.idAttributes.length === 0 ? [] : partsOfId(id);
    if (parts.length !== resource.idAttributes.length) {
      return {
        diagnostics: [errorDiagnostic("Wrong id", `${id} has no ${resource.idAttributes.join(":")}`)],
      };
    }
    const keys = Object.fromEntries(resource.idAttributes.map((name, index) => [name, parts[index] ?? null]));
    const nothing = stateOf(resource, { ...keys, id });
    const current = { ...nothing, ...this.#repositoryId(resource, nothing), ...policyId(nothing) };
    const item = resource.isReadAtImport === true ? this.#entry(resource, current)?.item : undefined;
    if (resource.isReadAtImport === true && item === undefined) {
      return { diagnostics: [errorDiagnostic("GitHub knows none", `404 Not Found: ${type_name} ${id}`)] };
    }
    const selected =
      item !== undefined && "selected_repository_ids" in item ? item.selected_repository_ids : [];
    const state = selected.length === 0 ? current : { ...current, selected_repository_ids: selected };
    return { imported_resources: [{ type_name, state: dynamicValue(state) }] };
  }

  #repositoryId({ attributes }: GithubResource, state: Attributes): Attributes {
    const repository = text(state, "repository");
    if (repository === undefined || attributes.repository_id === undefined) return {};
    return { repository_id: this.#github.repositoryId(`${this.#owner}/${repository}`) };
  }

  #read({ type_name, current_state }: ReadRequest): object {
    const resource = named(GITHUB_RESOURCES, type_name);
    const current = attributesOf(current_state);
    const reported = current && resource.reported(this.#entry(resource, current), current);
    return { new_state: dynamicValue(reported && { ...current, ...reported }) };
  }

  #readDataSource({ type_name, config }: ResourceRequest & ConfigRequest): object {
    const source = named(GITHUB_DATA_SOURCES, type_name);
    const asked = attributesOf(config) ?? {};
    const state = dataSourceState(source, asked, this.#owner, this.#github);
    if (state !== undefined) return { state: dynamicValue(stateOf(source, state)) };
    const detail = `404 Not Found: ${type_name} ${JSON.stringify(source.key(asked, this.#owner))}`;
    return { diagnostics: [errorDiagnostic("GitHub knows none", detail)] };
  }

  #apply({ type_name, prior_state, planned_state }: ApplyRequest): object {
    const resource = named(GITHUB_RESOURCES, type_name);
    const prior = attributesOf(prior_state);
    const planned = attributesOf(planned_state);
    if (planned === null) return this.#destroy(resource, prior);
    const wanted = resource.item(planned, this.#owner);
    const change = { wanted, isNew: prior === null, owner: this.#owner, github: this.#github };
    const refusal = resource.refusal?.(change);
    if (refusal !== undefined) return refused(prior, refusal);
    const before = prior === null ? undefined : resource.entry?.(prior, this.#github);
    const entry = this.#github.put(wanted, before);
    const { created_at, updated_at } = entry;
    const id = resource.id(planned, entry, this.#owner);
    const known = { ...planned, id, created_at, updated_at, remote_updated_at: updated_at, key_id: KEY_ID };
    const ids = { ...this.#repositoryId(resource, planned), ...resource.computed?.(entry) };
    return { new_state: dynamicValue(stateOf(resource, { ...known, ...ids })) };
  }

  #destroy(resource: GithubResource, prior: Attributes | null): object {
    const entry = prior && this.#entry(resource, prior);
    if (!entry && resource.isAlwaysThere !== true) return refused(prior, "404 Not Found: nothing to delete");
    if (entry) this.#github.remove(entry.item);
    return { new_state: dynamicValue(null) };
  }
}

/** The id of GitHub's public key, with which the provider encrypts secrets. */
const KEY_ID = "1";

/** The last part of the id of a deployment policy. */
function policyId(state: Attributes): Attributes {
  return "policy_id" in state ? { policy_id: Number(partsOfId(text(state, "id") ?? "").at(-1)) } : {};
}

function refused(prior: Attributes | null, reason: string): object {
  return { new_state: dynamicValue(prior), diagnostics: [errorDiagnostic("GitHub refuses", reason)] };
}

/** Exactly the attributes and blocks of the schema. */
function stateOf({ attributes, blocks = {} }: GithubSchema, found: Attributes): Attributes {
  const empty = [
    ...Object.keys(attributes).map((name) => [name, null]),
    ...Object.keys(blocks).map((name) => [name, []]),
  ];
  const nothing: Attributes = Object.fromEntries(empty);
  return Object.fromEntries(Object.entries(nothing).map(([name, none]) => [name, found[name] ?? none]));
}
