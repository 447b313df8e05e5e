import { createHash } from "node:crypto";
import { accessPage } from "../../../../lib/cli/commands/show/page/page";
import { ECR_ACCESSES } from "../../../../lib/policy/ecr-access";
import { seed } from "../../../stacks/synthesized";
import { accessOfExample, accessOfFile, HOSTILE, hostileFile, pageOf } from "./shown";

/** The text of an element that occurs once in the page. */
function textIn(page: string, element: string): string {
  const [, text, ...others] = page.split(new RegExp(`</?${element}(?: [^>]*)?>`));
  expect(others).toHaveLength(1);
  return text ?? "";
}

test("a page contains everything, and its policy blocks everything else", () => {
  const page = pageOf(accessOfExample("organization"));
  const hash = (element: string) => createHash("sha256").update(textIn(page, element)).digest("base64");
  expect(page).toContain(
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash("style")}'; script-src 'sha256-${hash("script")}'; base-uri 'none'; form-action 'none'">`,
  );
  expect(page).not.toMatch(
    /<(?:link|img|iframe|object|embed)\b|\bstyle="|\bon\w+="|(?:src|action)="|href="(?!#)/,
  );
});

test("the style and the script do not close their own elements", () => {
  const page = pageOf(accessOfExample("one-repository"));
  expect(textIn(page, "style") + textIn(page, "script")).not.toMatch(/<[/!]/);
});

test("text from the file is never markup", () => {
  const page = pageOf(accessOfFile(hostileFile()));
  const own = page.replace(textIn(page, "script"), "").replace(textIn(page, "style"), "");
  for (const text of ["<img", "<!--", "</title><", "alert(1)</script>", "\u2028", "\u202E", "\u001B"]) {
    expect(Object.values(HOSTILE).join("")).toContain(text);
    expect(own).not.toContain(text);
  }
  expect(own).toContain("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt; | `@acme/team`");
  expect(own).toContain("\\u{2028}\\u{202E}\\u{1B}[2J");
});

test("ids are unique, and every link leads to one", () => {
  const page = pageOf(accessOfExample("organization"));
  const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const links = [...page.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
  expect(links.filter((id) => !ids.includes(id))).toStrictEqual([]);
  expect(links).toContain("role/production/TeamPush");
});

test("the same file gives the same page", () => {
  expect(pageOf(accessOfExample("organization"))).toBe(pageOf(accessOfExample("organization")));
});

test("a page names its file and the minute in which it changed, in UTC", () => {
  const access = accessOfExample("one-repository");
  const lead = (path: string) => accessPage(access, { path, changedAt: new Date("2026-11-29T23:04:59Z") });
  expect(lead("prod/<access>.yaml")).toContain(
    '<code>prod/&lt;access&gt;.yaml</code> of <time datetime="2026-11-29T23:04Z">2026-11-29 23:04 UTC</time>, 1 AWS account, GitHub Actions on github.com',
  );
});

test("accepted risks have a reason and no fix, warnings have a fix", () => {
  const page = pageOf(accessOfExample("organization"));
  const view = (name: string) =>
    page.split(/(?=<section )/).find((part) => part.startsWith(`<section class="view" id="${name}"`)) ?? "";
  expect(view("accepted")).toContain(
    "Accepted: <q>Only team leads can create repositories in this organization</q>",
  );
  expect(view("accepted")).not.toContain("Fix:");
  expect(view("warnings")).toContain("<b>Fix:</b>");
  expect(view("warnings")).toContain("See docs/rules.md#r10");
  expect(view("warnings")).not.toContain("R07");
});

test("warnings that belong to no rule are in the view of warnings", () => {
  const file = seed({
    role: "name: GitHubActions",
    file: "state: { http: { address: 'https://x/{stack}', password: p } }",
  });
  const page = pageOf(accessOfFile(file));
  expect(page).toContain('id="warning/role/123456789012/GitHubActions/0"');
  expect(page).toContain('id="warning/file/0"');
  expect(page).toContain(">Warnings <small>4</small></a>");
});

test.each(ECR_ACCESSES)("a role with access %s has badges, which the filter offers", (access) => {
  const page = pageOf(
    accessOfFile(seed().replace("repositories: [web]", `repositories: [web]\n          access: ${access}`)),
  );
  const [, words = ""] = /data-may="([^"]+)" data-from="branch"/.exec(page) ?? [];
  const [, options = ""] = /<select name="may">(.*?)<\/select>/.exec(page) ?? [];

  expect(words).not.toBe("");
  for (const word of words.split(" ")) {
    expect(page).toContain(`<span class="may ${word}">${word}</span>`);
    expect(options).toContain(`<option value="${word}">${word}</option>`);
  }
});
