/** Loads Octokit. JavaScript, because TypeScript compiles `import()` to `require()`, which cannot load ES modules before Node 20.19. */
exports.octokitPackages = () =>
  Promise.all([
    import("@octokit/core"),
    import("@octokit/plugin-throttling"),
    import("@octokit/plugin-retry"),
    import("@octokit/plugin-paginate-rest"),
  ]);
