export function octokitPackages(): Promise<
  readonly [
    typeof import("@octokit/core"),
    typeof import("@octokit/plugin-throttling"),
    typeof import("@octokit/plugin-retry"),
    typeof import("@octokit/plugin-paginate-rest"),
  ]
>;
