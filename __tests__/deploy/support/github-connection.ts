import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import { configProblems, givenValues, knownText, plan, text } from "./github-plan";
import {
  GITHUB_RESOURCES,
  type GithubResource,
  githubResource,
  PROVIDER_ATTRIBUTES,
  schema,
} from "./github-resources";
import type { GithubValueKey, GithubValues } from "./github-values";
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
  readonly #values: GithubValues;
  readonly #tokens: Set<string>;
  #owner: string | undefined;

  constructor(values: GithubValues, tokens: Set<string>) {
    this.#values = values;
    this.#tokens = tokens;
  }

  methods(): UntypedServiceImplementation {
    return {
      GetSchema: unary(() => ({
        provider: schema(PROVIDER_ATTRIBUTES),
        resource_schemas: Object.fromEntries(
          Object.entries(GITHUB_RESOURCES).map(([type, { attributes }]) => [type, schema(attributes)]),
        ),
      })),
      PrepareProviderConfig: unary(({ config }: ConfigRequest) => {
        this.#noteToken(attributesOf(config));
        return { prepared_config: config };
      }),
      ValidateResourceTypeConfig: unary(({ type_name, config }: ResourceRequest & ConfigRequest) => ({
        diagnostics: configProblems(githubResource(type_name), attributesOf(config) ?? {}),
      })),
      Configure: unary((request: ConfigRequest) => this.#configure(request)),
      UpgradeResourceState: unary(({ type_name, raw_state }: StoredStateRequest) => ({
        upgraded_state: dynamicValue(
          storedAttributes(raw_state.json, Object.keys(githubResource(type_name).attributes)),
        ),
      })),
      ReadResource: unary((request: ReadRequest) => this.#read(request)),
      PlanResourceChange: unary(plan),
      ApplyResourceChange: unary((request: ApplyRequest) => this.#apply(request)),
      ImportResourceState: unary(({ type_name }: ResourceRequest) => ({
        diagnostics: [errorDiagnostic("No import", `the stand-in for ${type_name} does not import`)],
      })),
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
    this.#owner = text(attributes, "owner") ?? text(attributes, "organization");
    if (this.#owner !== undefined) return {};
    return { diagnostics: [errorDiagnostic("No owner", "the provider block names no owner")] };
  }

  #key(resource: GithubResource, attributes: Attributes): GithubValueKey {
    if (this.#owner === undefined) throw new Error("the provider is used before it is configured");
    return {
      kind: resource.kind,
      repository: `${this.#owner}/${knownText(attributes, "repository")}`,
      name: knownText(attributes, resource.nameAttribute),
    };
  }

  #read({ type_name, current_state }: ReadRequest): object {
    const resource = githubResource(type_name);
    const current = attributesOf(current_state);
    const there = current && this.#values.get(this.#key(resource, current));
    if (!there) return { new_state: dynamicValue(null) };
    // GitHub tells the value of a variable, never that of a secret.
    const told = resource.kind === "variable" ? { value: there.value } : {};
    return { new_state: dynamicValue({ ...current, ...told }) };
  }

  #apply({ type_name, prior_state, planned_state }: ApplyRequest): object {
    const resource = githubResource(type_name);
    const prior = attributesOf(prior_state);
    const planned = attributesOf(planned_state);
    if (planned === null) {
      if (prior !== null) this.#values.remove(this.#key(resource, prior));
      return { new_state: dynamicValue(null) };
    }
    const key = this.#key(resource, planned);
    // GitHub overwrites a secret, and answers 409 to a variable that it has.
    if (prior === null && resource.kind === "variable" && this.#values.get(key) !== undefined) {
      const detail = `409 Already exists: variable ${key.name} in ${key.repository}`;
      return { new_state: dynamicValue(null), diagnostics: [errorDiagnostic("Already exists", detail)] };
    }
    const [valueAttribute = "value"] = givenValues(resource, planned);
    this.#values.put({ ...key, value: knownText(planned, valueAttribute) });
    const now = new Date().toISOString();
    const id = `${knownText(planned, "repository")}:${key.name}`;
    const created_at = prior?.created_at ?? now;
    return { new_state: dynamicValue({ ...planned, id, created_at, updated_at: now }) };
  }
}
