import { createHash } from "node:crypto";
import { accessPage } from "../../../lib/cli/show/page/page";
import { accessOfExample, accessOfFile, HOSTILE, hostileFile } from "./shown";

/** The text of an element that the page has once. */
function textIn(page: string, element: string): string {
  const [, text, ...others] = page.split(new RegExp(`</?${element}(?: [^>]*)?>`));
  expect(others).toHaveLength(1);
  return text ?? "";
}

test("a page has everything in it, and its policy lets nothing else in", () => {
  const page = accessPage(accessOfExample("organization"));
  const hash = (element: string) => createHash("sha256").update(textIn(page, element)).digest("base64");
  expect(page).toContain(
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash("style")}'; script-src 'sha256-${hash("script")}'; base-uri 'none'; form-action 'none'">`,
  );
  expect(page).not.toMatch(
    /<(?:link|img|iframe|object|embed)\b|\bstyle="|\bon\w+="|(?:src|action)="|href="(?!#)/,
  );
});

test("the style and the script do not end the elements that they stand in", () => {
  const page = accessPage(accessOfExample("one-repository"));
  expect(textIn(page, "style") + textIn(page, "script")).not.toMatch(/<[/!]/);
});

test("no text of the file becomes markup", () => {
  const page = accessPage(accessOfFile(hostileFile()));
  const own = page.replace(textIn(page, "script"), "").replace(textIn(page, "style"), "");
  for (const text of ["<img", "<!--", "</title><", "alert(1)</script>", "\u2028", "\u202E", "\u001B"]) {
    expect(Object.values(HOSTILE).join("")).toContain(text);
    expect(own).not.toContain(text);
  }
  expect(own).toContain("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt; | `@acme/team`");
  expect(own).toContain("\\u{2028}\\u{202E}\\u{1B}[2J");
});

test("each id stands once, and each link leads to one", () => {
  const page = accessPage(accessOfExample("organization"));
  const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const links = [...page.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
  expect(links.filter((id) => !ids.includes(id))).toStrictEqual([]);
  expect(links).toContain("role/production/TeamPush");
});

test("the same file gives the same page", () => {
  expect(accessPage(accessOfExample("organization"))).toBe(accessPage(accessOfExample("organization")));
});
