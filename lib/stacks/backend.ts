import { posix } from "node:path";
import {
  CloudBackend,
  type CloudBackendConfig,
  RemoteBackend,
  type RemoteBackendConfig,
  TerraformBackend,
} from "cdktf";
import type { Construct } from "constructs";
import type { S3State, Setting, Settings, State } from "../config/types";
import { escapeTemplate } from "../constructs/terraform-text";

/** From the folder of a stack, `cdktf.out/stacks/<stack>`, to the parent of the output folder. */
const ABOVE_OUTPUT = "../../..";

/** A backend whose settings are passed on under Terraform's names. */
class SettingsBackend extends TerraformBackend {
  private readonly settings: Settings;

  constructor(scope: Construct, type: string, settings: Settings) {
    super(scope, "backend", type);
    this.settings = settings;
  }

  protected override synthesizeAttributes() {
    return { ...this.settings };
  }

  protected override synthesizeHclAttributes() {
    return { ...this.settings };
  }

  /** @throws Error always: stacks do not read the state of other stacks. */
  override getRemoteStateDataSource(): never {
    throw new Error("no stack reads another stack's state");
  }
}

/** The backend of a stack. */
export function stateBackend(scope: Construct, stack: string, state: State): TerraformBackend {
  switch (state.kind) {
    case "local":
      return new SettingsBackend(scope, "local", { path: localPath(state.directory, stack) });
    case "s3":
      return new SettingsBackend(scope, "s3", s3Settings(state, stack));
    case "partial":
      return new SettingsBackend(scope, state.backend, {});
    case "cloud": {
      const { workspaces, ...settings } = ofStack(state.settings, stack);
      // CDKTF requires an object that renders itself.
      const rendered = { toTerraform: () => workspaces, toHclTerraform: () => workspaces };
      return new CloudBackend(scope, { ...settings, workspaces: rendered } as unknown as CloudBackendConfig);
    }
    case "remote":
      return new RemoteBackend(scope, ofStack(state.settings, stack) as unknown as RemoteBackendConfig);
    case "gcs":
    case "azurerm":
    case "http":
    case "pg":
      return new SettingsBackend(scope, state.kind, ofStack(state.settings, stack));
  }
}

/** Beside the output folder, not in it: users may delete generated files, but not a state. */
function localPath(directory: string, stack: string): string {
  const file = `terraform.${stack}.tfstate`;
  const isAbsolute = /^(?:\/|[A-Za-z]:\/)/.test(directory);
  return escapeTemplate(isAbsolute ? posix.join(directory, file) : posix.join(ABOVE_OUTPUT, directory, file));
}

/** @see https://developer.hashicorp.com/terraform/language/backend/s3 */
function s3Settings(
  { bucket, region, keyPrefix, kmsKeyId, assumeRoleArn }: S3State,
  stack: string,
): Settings {
  return {
    bucket,
    region,
    key: `${keyPrefix}/${stack}.tfstate`,
    encrypt: true,
    use_lockfile: true,
    ...(kmsKeyId !== undefined && { kms_key_id: kmsKeyId }),
    ...(assumeRoleArn !== undefined && { assume_role: { role_arn: assumeRoleArn } }),
  };
}

/** Settings with the name of the stack in place of `{stack}`. */
function ofStack(settings: Settings, stack: string): Settings {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [key, settingOfStack(value, stack)]),
  );
}

function settingOfStack(value: Setting, stack: string): Setting {
  if (typeof value === "string") return escapeTemplate(value.replaceAll("{stack}", () => stack));
  if (Array.isArray(value)) return value.map((element) => settingOfStack(element, stack));
  return typeof value === "object" ? ofStack(value as Settings, stack) : value;
}
