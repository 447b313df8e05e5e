import { address, ifNotFound, readManifest, WRITE_DIGEST } from "./image-steps";
import type { Image } from "./images";
import { pinned } from "./pins";
import type { WorkflowPlan } from "./plan";
import { isOnEveryRun } from "./tags";
import { lines, type Yaml } from "./yaml-text";

/** Packages a chart and pushes it, unless its version is pushed already. */
export function chartStep(plan: WorkflowPlan, image: Image): Yaml {
  return {
    name: `Push the chart ${image.repository}`,
    id: `build${image.suffix}`,
    env: { REPOSITORY: address(plan, image), CHART: image.context },
    run: lines([
      `helm package "$CHART" --dependency-update --destination "$RUNNER_TEMP/chart${image.suffix}"`,
      'version=$(helm show chart "$CHART" | sed -n "s/^version: //p" | tr -d \'"\')',
      'IMAGE=$REPOSITORY:$(tr + _ <<< "$version")',
      `if error=$(${readManifest("$IMAGE", " 2>&1")}); then`,
      '  echo "$IMAGE is pushed already"',
      'elif [[ $error == *"not found"* ]]; then',
      `  helm push "$RUNNER_TEMP/chart${image.suffix}"/*.tgz "oci://$(dirname "$REPOSITORY")"`,
      ...(plan.build.attest ? ['  echo "pushed=true" >> "$GITHUB_OUTPUT"'] : []),
      `  ${readManifest("$IMAGE")}`,
      "else",
      '  echo "$error" >&2',
      "  exit 1",
      "fi",
      WRITE_DIGEST,
    ]),
  };
}

export function orasStep(): Yaml {
  return { uses: pinned("oras-project/setup-oras") };
}

/** Pushes a file or folder as an OCI artifact. */
export function filesStep(plan: WorkflowPlan, image: Image): Yaml {
  const [first, ...others] = plan.tags.filter((tag) => isOnEveryRun(tag, plan.trigger));
  const tag = plan.key ?? first;
  return {
    name: `Push ${image.context} to ${image.repository}`,
    id: `build${image.suffix}`,
    ...ifNotFound(plan, image),
    env: { IMAGE: `${address(plan, image)}:${tag?.text ?? others[0]?.text}`, FILES: image.context },
    run: lines(['oras push "$IMAGE" "$FILES"', readManifest("$IMAGE"), WRITE_DIGEST]),
  };
}

/** Pulls the tags of an image, a chart or files. */
export function pullStep(plan: WorkflowPlan, image: Image): Yaml {
  const { kind, pulled } = plan;
  const command = kind === "oci" ? "oras pull" : "docker pull";
  const all = pulled.map((tag) => `${address(plan, image)}:${tag}`);
  if (kind === "helm") {
    return {
      name: `Pull ${image.repository}`,
      env: { CHART: `oci://${address(plan, image)}`, VERSIONS: lines(pulled) },
      // Without a version, Helm lists the tags, which a role that pulls may not.
      run:
        pulled.length === 1
          ? 'helm pull "$CHART" --version "$VERSIONS"'
          : 'xargs -n 1 helm pull "$CHART" --version <<< "$VERSIONS"',
    };
  }
  return {
    name: `Pull ${image.repository}`,
    env: { IMAGES: lines(all) },
    run: all.length === 1 ? `${command} "$IMAGES"` : `xargs -n 1 ${command} <<< "$IMAGES"`,
  };
}
