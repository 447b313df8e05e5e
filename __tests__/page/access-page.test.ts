import { readFileSync } from "node:fs";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { accessOfExample, accessOfFile, hostileFile, pageOf } from "../cli/commands/show/shown";
import { launchedBrowser, type OpenPage, openPage, until } from "./browser";

const ORGANIZATION = pageOf(accessOfExample("organization"));
const VIEWS = ["GitHub repositories", "ECR repositories", "Roles", "Warnings", "Accepted risks"];

let browser: Browser;
let open: OpenPage | undefined;

beforeAll(async () => {
  browser = await launchedBrowser();
});

afterEach(async () => {
  const { messages, requests } = open ?? { messages: [], requests: [] };
  await open?.close();
  open = undefined;
  expect({ messages, requests }).toStrictEqual({ messages: [], requests: [] });
});

afterAll(() => browser?.close());

async function opened(
  html: string,
  options: BrowserContextOptions & { readonly fragment?: string } = {},
): Promise<Page> {
  open = await openPage(browser, html, options);
  return open.page;
}

/** The titles that are visible; as text content, since a browser lays out rows below the window only when it draws them. */
function titles(page: Page): Promise<readonly string[]> {
  return page.locator("h3:visible").allTextContents();
}

function filter(page: Page, name: string): Locator {
  return page.getByRole("combobox", { name, exact: true });
}

function count(page: Page): Promise<string> {
  return page.getByRole("status").innerText();
}

const REPOSITORIES = ["acme/base-images", "acme/checkout", "acme/shop", "acme/team-*"];

test("the page opens at the GitHub repositories and counts them", async () => {
  const page = await opened(ORGANIZATION);
  expect(await titles(page)).toStrictEqual(REPOSITORIES);
  expect(await count(page)).toBe("4 of 4: GitHub repositories");
});

test("the first row starts within the first 300 pixels, with its rules", async () => {
  const page = await opened(ORGANIZATION);
  const row = await page.locator("#github .row").first().boundingBox();
  const chips = await page.locator("#github .row .why").first().boundingBox();
  expect(row?.y).toBeLessThan(250);
  expect((chips?.y ?? Number.NaN) + (chips?.height ?? Number.NaN)).toBeLessThan(300);
});

test("every tab counts the groups of its view, and leads to it", async () => {
  const page = await opened(ORGANIZATION);
  const tabs = await page.locator("nav a").allInnerTexts();
  expect(tabs).toStrictEqual([
    "GitHub repositories 4",
    "ECR repositories 5",
    "Roles 4",
    "Warnings 5",
    "Accepted risks 1 (1 high)",
  ]);
  for (const [index, tab] of tabs.entries()) {
    await page.locator("nav a").nth(index).click();
    const [, title = "", number = ""] = /^(.*?) (\d+)/.exec(tab) ?? [];
    expect(await count(page)).toBe(`${number} of ${number}: ${title}`);
    expect(await page.locator(".group:visible").count()).toBe(Number(number));
  }
});

test("a row shows the account in the same size as the role", async () => {
  const page = await opened(ORGANIZATION);
  const sizes = await page.evaluate<readonly string[]>(
    "[...document.querySelectorAll('#github .row')].slice(0, 1).flatMap((row) => [...row.querySelectorAll('dd')].slice(-2)).map((each) => getComputedStyle(each.firstElementChild.localName === 'a' ? each.firstElementChild : each).fontSize)",
  );
  expect(sizes).toStrictEqual(["15px", "15px"]);
});

test.each([
  ["a repository", "checkout", ["acme/checkout", "acme/shop"]],
  ["a branch, in any case", "RELEASE/", ["acme/team-*"]],
  ["a role", "pullrequest", ["acme/shop"]],
  ["a rule", "R11", ["acme/base-images"]],
  ["several words, all of which have to match", "shop environment", ["acme/checkout", "acme/shop"]],
  ["nothing", "no-such-word", []],
])("search finds %s", async (_, text, expected) => {
  const page = await opened(ORGANIZATION);
  await page.getByLabel("Search").fill(text);
  expect(await titles(page)).toStrictEqual(expected);
  expect(await count(page)).toContain(`${expected.length} of 4: GitHub repositories`);
  expect(await page.locator(".empty:visible").count()).toBe(expected.length === 0 ? 1 : 0);
});

test.each([
  ["Can", "pull", ["acme/shop", "acme/team-*"]],
  ["Can", "push", REPOSITORIES],
  ["From", "tag", ["acme/base-images"]],
  ["From", "pull requests", ["acme/shop"]],
  ["Account", "production", REPOSITORIES],
  ["Risk", "high", ["acme/team-*"]],
  ["Risk", "accepted", ["acme/team-*"]],
  ["Risk", "warning", REPOSITORIES],
  ["Risk", "low", ["acme/checkout", "acme/shop"]],
  ["Risk", "none", []],
])("the filter %s shows %s", async (label, choice, expected) => {
  const page = await opened(ORGANIZATION);
  await filter(page, label).selectOption({ label: choice });
  expect(await titles(page)).toStrictEqual(expected);
});

test("filtering one row keeps the other rows of its repository", async () => {
  const page = await opened(ORGANIZATION);
  await filter(page, "From").selectOption({ label: "pull requests" });
  expect(await page.locator("#github .row:visible").count()).toBe(1);
});

test("everything can be used with the keyboard, and the focus is visible", async () => {
  const page = await opened(ORGANIZATION);
  await page.keyboard.press("/");
  await page.keyboard.type("team/");
  expect(await titles(page)).toStrictEqual(["acme/team-*"]);
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  expect(await filter(page, "Can").inputValue()).toBe("push");
  const outline = await page.evaluate<string>("getComputedStyle(document.activeElement).outlineStyle");
  expect(outline).toBe("solid");
  for (const _ of [1, 2, 3, 4]) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  // The rows follow the fields.
  await until(page, "document.getElementById('count').textContent.startsWith('4 of 4')");
  expect(await titles(page)).toStrictEqual(REPOSITORIES);
  for (const _ of [1, 2, 3, 4, 5, 6]) await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  expect(await count(page)).toBe("1 of 1: Accepted risks");
});

test("a slash in the search field is text", async () => {
  const page = await opened(ORGANIZATION);
  await page.keyboard.press("/");
  await page.keyboard.type("acme/shop");
  expect(await page.getByLabel("Search").inputValue()).toBe("acme/shop");
});

test("the chips of a row unfold its notes and fold them again, also with the keyboard", async () => {
  const page = await opened(ORGANIZATION);
  const row = page.locator("#github .row", { hasText: "release/*" });
  const link = row.locator(".why");
  await link.press("Enter");
  expect(await link.getAttribute("aria-expanded")).toBe("true");
  const [accepted, named, other] = await row.locator(".risks li").allTextContents();
  expect(accepted).toMatch(
    /^R07 repository-wildcard \(high\), accepted .* Accepted: Only team leads can create repositories/,
  );
  expect(named).toMatch(/^R10 branch-wildcard \(medium\) .* Fix: .* See docs\/rules\.md#r10/s);
  expect(other).toMatch(/^R23 name-subject \(medium\) /);
  await link.press("Enter");
  expect(await row.locator(".risks").count()).toBe(0);
});

test("the link to a role shows the role even if a filter hides it, and the browser can go back", async () => {
  const page = await opened(ORGANIZATION, { fragment: "#q=base-images" });
  await page.getByLabel("Search").fill("shop");
  await page.evaluate("document.querySelector('#github a[href=\"#role/production/TeamPush\"]').click()");
  await until(page, "document.activeElement.id === 'role/production/TeamPush'");
  expect(await page.locator("[id='role/production/TeamPush']").isVisible()).toBe(true);
  await page.goBack();
  await until(page, "document.getElementById('filter').elements.q.value === 'shop'");
  expect(await titles(page)).toStrictEqual(["acme/checkout", "acme/shop"]);
});

test("the address keeps the view and the filter", async () => {
  const page = await opened(ORGANIZATION);
  await page.locator("nav a", { hasText: "ECR repositories" }).click();
  await page.getByLabel("Search").fill("team/*");
  await filter(page, "Can").selectOption("push");
  const shown = await titles(page);
  expect(shown).toStrictEqual(["team/*", "team/*"]);
  expect(new URL(page.url()).hash).toBe("#q=team%2F*&may=push&view=ecr");
  await page.reload();
  expect(await titles(page)).toStrictEqual(shown);
  await page.getByRole("button", { name: "Reset" }).click();
  await until(page, "location.hash === '#view=ecr'");
});

test("without scripts everything is visible", async () => {
  const page = await opened(ORGANIZATION, { javaScriptEnabled: false });
  expect(await page.locator("h2:visible").allInnerTexts()).toStrictEqual(VIEWS);
  expect(await page.locator("form:visible").count()).toBe(0);
  expect(await page.locator(".group:visible").count()).toBe(await page.locator(".group").count());
});

test("text from the file is never markup", async () => {
  const page = await opened(pageOf(accessOfFile(hostileFile())));
  expect(await page.locator("img").count()).toBe(0);
  expect(await page.locator("script").count()).toBe(1);
  await page.locator("nav a", { hasText: "Roles" }).click();
  expect(await page.locator(".card q").textContent()).toContain("</script><img src=x onerror=alert(1)> |");
});

test("a printed page is unfolded, light, and without controls", async () => {
  const page = await opened(ORGANIZATION, { colorScheme: "dark" });
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  expect(await page.locator("h2:visible").allInnerTexts()).toStrictEqual(VIEWS);
  expect(await page.locator("nav:visible, select:visible, input:visible, button:visible").count()).toBe(0);
  expect(await page.locator("pre:visible").count()).toBe(4);
  expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
  expect((await page.pdf({ preferCSSPageSize: true })).subarray(0, 5).toString()).toBe("%PDF-");
});

test("a printed page keeps the filter in every view, and names it", async () => {
  const page = await opened(ORGANIZATION, { fragment: "#q=BaseImagePush" });
  await page.evaluate("dispatchEvent(new Event('beforeprint'))");
  await page.emulateMedia({ media: "print" });
  expect(await titles(page)).toStrictEqual([
    "acme/base-images",
    "base/*",
    "BaseImagePush in production",
    "R11 tag-wildcard (medium)",
    "R23 name-subject (medium)",
  ]);
  expect(await count(page)).toBe("1 of 4: GitHub repositories, filtered by BaseImagePush");
});

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

describe.each(["light", "dark"] as const)("in %s", (colorScheme) => {
  test.each([...VIEWS.map((_, index) => [1280, index] as const), [390, 0], [390, 2]] as const)(
    "at %d pixels, view %d has no accessibility violation and no horizontal scroll bar",
    async (width, view) => {
      const page = await opened(ORGANIZATION, {
        colorScheme,
        bypassCSP: true,
        viewport: { width, height: 800 },
      });
      await page.locator("nav a").nth(view).click();
      if (view === 0) await page.locator("#github .why").first().click();
      if (view === 2) await page.locator("summary").first().click();
      await page.evaluate(AXE);
      const violations = await page.evaluate<readonly string[]>(
        "axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ' ' + html)))",
      );
      expect(violations).toStrictEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    },
  );

  test("the page has this colour scheme", async () => {
    const page = await opened(ORGANIZATION, { colorScheme });
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe(
      { light: "rgb(255, 255, 255)", dark: "rgb(15, 19, 24)" }[colorScheme],
    );
  });
});
