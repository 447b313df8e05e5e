import {
  apiBaseUrl,
  GITHUB_HOST,
  githubAt,
  hostOfRestApi,
  isGithubIssuer,
  isServerIssuer,
  issuerHost,
  restApiUrl,
} from "../../lib/policy/github-issuer";

test.each([
  ["github.com", undefined, "token.actions.githubusercontent.com", undefined, false],
  ["github.com", "acme-corp", "token.actions.githubusercontent.com/acme-corp", undefined, false],
  ["octo.ghe.com", undefined, "token.actions.octo.ghe.com", "https://api.octo.ghe.com/", false],
  ["git.example.com", undefined, "git.example.com/_services/token", "https://git.example.com/", true],
])("%s with the enterprise %s signs as %s", (host, enterprise, issuer, api, isServer) => {
  const github = githubAt(host, enterprise);

  expect(issuerHost(github)).toBe(issuer);
  expect(apiBaseUrl(github)).toBe(api);
  expect(isGithubIssuer(issuer)).toBe(true);
  expect(isGithubIssuer(issuer.toUpperCase())).toBe(true);
  expect(isServerIssuer(issuer)).toBe(isServer);
});

test.each([
  "token.actions.githubusercontent.com.evil.com",
  "evil.com/token.actions.githubusercontent.com",
  "xtoken.actions.githubusercontent.com",
  "token.actions.evil.com",
  "token.actions.a.b.ghe.com",
  "token.actions.ghe.com",
  "gitlab.com",
  "git.example.com/_services/token/x",
  "accounts.google.com",
  "",
])("rejects %p as an issuer of GitHub's", (issuer) => {
  expect(isGithubIssuer(issuer)).toBe(false);
});

test.each([
  "github.com",
  "octo.ghe.com",
  "octo-corp.ghe.com",
  "git.example.com",
  "github.example.com",
  "a.b",
  `${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(46)}`,
])("takes the host %s", (host) => {
  expect(GITHUB_HOST.pattern.test(host)).toBe(true);
});

test.each([
  "",
  "github",
  "GitHub.com",
  "https://github.com",
  "github.com/acme",
  "git.example.com:8443",
  "git.example.com/",
  "api.github.com",
  "www.github.com",
  "token.actions.githubusercontent.com",
  "ghe.com",
  "a.b.ghe.com",
  "-a.ghe.com",
  "a_b.example.com",
  "a..b",
  ".example.com",
  "git.example.com.",
  `${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(50)}`,
])("rejects the host %p", (host) => {
  expect(GITHUB_HOST.pattern.test(host)).toBe(false);
});

test.each([
  ["github.com", "https://api.github.com"],
  ["octo.ghe.com", "https://api.octo.ghe.com"],
  ["git.example.com", "https://git.example.com/api/v3"],
])("the REST API of %s is at %s", (host, url) => {
  expect(restApiUrl(githubAt(host, "acme-corp"))).toBe(url);
  expect(hostOfRestApi(url)).toBe(host);
  expect(hostOfRestApi(`${url.toUpperCase().replace("HTTPS", "https").replace("API/V3", "api/v3")}/`)).toBe(
    host,
  );
});

test.each([
  "http://127.0.0.1:8080",
  "https://proxy.example.com",
  "https://proxy.example.com/github",
  "https://api.github.com.evil.com",
  "https://api.github.com/repos",
  "https://git.example.com/x/api/v3",
  "",
])("the address %p tells of no GitHub", (url) => {
  expect(hostOfRestApi(url)).toBeUndefined();
});
