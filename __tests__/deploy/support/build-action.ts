import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Action, type ActionCall, StepFailure } from "../../support/actions/run-step";
import { attestation, clientOf, image, index, type Manifest, push } from "./oci-image";

/** An action with these inputs. Any other input is an error. */
export function withInputs<Inputs>(
  inputs: z.ZodType<Inputs>,
  behaviour: (inputs: Inputs, call: ActionCall) => ReturnType<Action>,
): Action {
  return (call) => behaviour(inputs.parse(call.inputs), call);
}

/** `type=image,"name=A,B"`: a line of CSV. */
const ATTRIBUTES = z.string().transform((text): Readonly<Record<string, string>> => {
  const fields = text.match(/"[^"]*"|[^,]+/g) ?? [];
  const parts = fields.map((field) => /^"?([^=]+)=([^"]*)"?$/.exec(field) ?? []);
  return Object.fromEntries(parts.map(([, name = "", value = ""]) => [name, value]));
});
const LIST = z.string().transform((text) => text.split(/[\n,]/).filter((line) => line !== ""));
const BOOLEAN = z.enum(["true", "false"]).transform((text) => text === "true");

const INPUTS = z.strictObject({
  context: z.string(),
  file: z.string().optional(),
  platforms: LIST.default(["linux/amd64"]),
  push: BOOLEAN.default(false),
  tags: LIST.default([]),
  outputs: ATTRIBUTES.default({}),
  "build-args": z.string().default(""),
  // The action adds a provenance attestation unless the input `provenance` says false.
  provenance: z.union([BOOLEAN, z.string().transform(() => true)]).default(true),
  sbom: BOOLEAN.default(false),
  "cache-from": z.string().optional(),
  "cache-to": ATTRIBUTES.default({}),
});

type Inputs = z.output<typeof INPUTS>;

/** What was built, and what cannot be built. */
export interface Builds {
  /** A line for each build, in order: `web linux/amd64`. */
  readonly lines: string[];
  /** Platforms whose builds fail. */
  readonly failing: Set<string>;
}

/**
 * Pushes an image in the place of docker/build-push-action. As with BuildKit, the next build of the same commit has another digest, unless
 * SOURCE_DATE_EPOCH is set and timestamps are rewritten.
 */
export function buildAndPush({ lines, failing }: Builds): Action {
  return withInputs(INPUTS, async (inputs, { home, run, workspace, env }) => {
    if (inputs.platforms.some((platform) => failing.has(platform))) throw new StepFailure("the build failed");
    if (!existsSync(join(workspace, inputs.context))) throw new StepFailure(`no folder ${inputs.context}`);
    const { outputs, tags, platforms } = inputs;
    const targets = outputs.name === undefined ? tags : outputs.name.split(",");
    if (targets.length === 0 || !(inputs.push || outputs.push === "true")) {
      throw new StepFailure("the image is pushed nowhere");
    }
    const manifest = builtImage(inputs, run.sha, env.SOURCE_DATE_EPOCH);
    for (const { host, repository, names } of repositoriesOf(targets)) {
      lines.push(`${repository} ${platforms.join(" ")}`);
      const isByDigest = outputs["push-by-digest"] === "true";
      await push(clientOf(home, host), repository, manifest, isByDigest ? [] : names);
    }
    await exportCache(home, inputs["cache-to"]);
    return { outputs: { digest: manifest.descriptor.digest } };
  });
}

/** A single manifest for one platform without attestations, else an index. */
function builtImage(inputs: Inputs, sha: string, variable: string | undefined): Manifest {
  const epoch = variable ?? /SOURCE_DATE_EPOCH=(\d+)/.exec(inputs["build-args"])?.[1];
  const isReproducible = epoch !== undefined && inputs.outputs["rewrite-timestamp"] === "true";
  const time = isReproducible ? epoch : randomUUID();
  const images = inputs.platforms.map((platform) => image(`${sha} ${platform} ${time}`, platform));
  const isAttested = inputs.provenance || inputs.sbom;
  const all = [...images, ...(isAttested ? images.map((each) => attestation(randomUUID(), each)) : [])];
  const [first] = images;
  return first !== undefined && all.length === 1 ? first : index(all);
}

interface Target {
  readonly host: string;
  readonly repository: string;
  /** Its tags. */
  readonly names: string[];
}

const REFERENCE = /^([^/]+)\/([a-z0-9._/-]+)(?::([\w][\w.-]{0,127}))?$/;

/** The repositories in references such as `HOST:PORT/team/web:v1`. */
function repositoriesOf(references: readonly string[]): readonly Target[] {
  const targets = new Map<string, Target>();
  for (const reference of references) {
    const [, host, repository, tag = "latest"] = REFERENCE.exec(reference) ?? [];
    if (host === undefined || repository === undefined) {
      throw new StepFailure(`invalid reference format: ${reference}`);
    }
    const target = targets.get(`${host}/${repository}`) ?? { host, repository, names: [] };
    target.names.push(tag);
    targets.set(`${host}/${repository}`, target);
  }
  return [...targets.values()];
}

/** A cache in a registry is a manifest with a tag that every build moves. */
async function exportCache(home: string, cache: Readonly<Record<string, string>>): Promise<void> {
  if (cache.type !== "registry") return;
  for (const { host, repository, names } of repositoriesOf([cache.ref ?? ""])) {
    try {
      await push(clientOf(home, host), repository, image(randomUUID(), "linux/amd64"), names);
    } catch (error) {
      if (cache["ignore-error"] !== "true") throw error;
    }
  }
}
