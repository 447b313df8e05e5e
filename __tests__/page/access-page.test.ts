import { readFileSync } from "node:fs";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { accessPage } from "../../lib/cli/show/page/page";
import { accessOfExample, accessOfFile, hostileFile } from "../cli/show/shown";
import { launchedBrowser, type OpenPage, openPage } from "./browser";

const ORGANIZATION = accessPage(accessOfExample("organization"));
const VIEWS = ["GitHub repositories", "ECR repositories", "Roles", "Risks"];

let browser: Browser;
let open: OpenPage | undefined;

beforeAll(async () => {
  browser = await launchedBrowser();
});

afterEach(async () => {
  const { said, asked } = open ?? { said: [], asked: [] };
  await open?.close();
  open = undefined;
  expect({ said, asked }).toStrictEqual({ said: [], asked: [] });
});

afterAll(() => browser?.close());

async function opened(
  html: string,
  options: BrowserContextOptions & { readonly fragment?: string } = {},
): Promise<Page> {
  open = await openPage(browser, html, options);
  return open.page;
}

/** The titles of what is shown in a view. */
function titles(page: Page): Promise<readonly string[]> {
  return page.locator("h3:visible").allInnerTexts();
}

function filter(page: Page, name: string): Locator {
  return page.getByRole("combobox", { name, exact: true });
}

function count(page: Page): Promise<string> {
  return page.getByRole("status").innerText();
}

const REPOSITORIES = ["acme/base-images", "acme/checkout", "acme/shop", "acme/team-*"];

test("the page opens at the GitHub repositories, and says how many there are", async () => {
  const page = await opened(ORGANIZATION);
  expect(await titles(page)).toStrictEqual(REPOSITORIES);
  expect(await count(page)).toBe("4 of 4: GitHub repositories");
});

test.each([
  ["a repository", "checkout", ["acme/checkout", "acme/shop"]],
  ["a branch, in any case", "RELEASE/", ["acme/team-*"]],
  ["a role", "pullrequest", ["acme/shop"]],
  ["a rule", "R11", ["acme/base-images"]],
  ["several words, all of which have to be there", "shop environment", ["acme/checkout", "acme/shop"]],
  ["nothing that is there", "nobody", []],
])("search finds %s", async (_, text, expected) => {
  const page = await opened(ORGANIZATION);
  await page.getByLabel("Search").fill(text);
  expect(await titles(page)).toStrictEqual(expected);
  expect(await count(page)).toContain(`${expected.length} of 4: GitHub repositories`);
  expect(await page.locator(".empty:visible").count()).toBe(expected.length === 0 ? 1 : 0);
});

test.each([
  ["May", "pull", ["acme/shop", "acme/team-*"]],
  ["May", "push", REPOSITORIES],
  ["From", "tag", ["acme/base-images"]],
  ["From", "pull requests", ["acme/shop"]],
  ["Account", "production", REPOSITORIES],
  ["Risk", "high", ["acme/team-*"]],
  ["Risk", "accepted", ["acme/team-*"]],
  ["Risk", "low", ["acme/checkout", "acme/shop"]],
  ["Risk", "none", []],
])("the filter %s lets through %s", async (label, choice, expected) => {
  const page = await opened(ORGANIZATION);
  await filter(page, label).selectOption({ label: choice });
  expect(await titles(page)).toStrictEqual(expected);
});

test("a row that is filtered out leaves the others of its repository", async () => {
  const page = await opened(ORGANIZATION);
  await filter(page, "From").selectOption({ label: "pull requests" });
  expect(await page.locator("#github .row:visible").count()).toBe(1);
});

test("everything can be reached and used by keyboard alone, and what has the focus is seen", async () => {
  const page = await opened(ORGANIZATION);
  await page.keyboard.press("/");
  await page.keyboard.type("team/");
  expect(await titles(page)).toStrictEqual(["acme/team-*"]);
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  expect(await filter(page, "May").inputValue()).toBe("push");
  const outline = await page.evaluate<string>("getComputedStyle(document.activeElement).outlineStyle");
  expect(outline).toBe("solid");
  for (const _ of [1, 2, 3, 4]) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForFunction("document.getElementById('filter').elements.q.value === ''");
  expect(await titles(page)).toStrictEqual(REPOSITORIES);
  for (const _ of [1, 2, 3, 4, 5, 6]) await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  expect(await count(page)).toBe("5 of 5: Risks");
});

test("a slash in the search is a slash", async () => {
  const page = await opened(ORGANIZATION);
  await page.keyboard.press("/");
  await page.keyboard.type("acme/shop");
  expect(await page.getByLabel("Search").inputValue()).toBe("acme/shop");
});

test("warnings unfold in place, by keyboard too, and fold again", async () => {
  const page = await opened(ORGANIZATION);
  const row = page.locator("#github .row", { hasText: "release/*" });
  const link = row.locator(".why");
  await link.press("Enter");
  expect(await link.getAttribute("aria-expanded")).toBe("true");
  const [accepted, named, other] = await row.locator(".risks li").allInnerTexts();
  expect(accepted).toMatch(/^R07 high, accepted .* Accepted: Only team leads can make repositories/);
  expect(named).toMatch(/^R10 medium .* To do: name the branches/s);
  expect(other).toMatch(/^R23 medium /);
  await link.press("Enter");
  expect(await row.locator(".risks").count()).toBe(0);
});

test("a role's link leads to the role, also where a filter hides it, and back again", async () => {
  const page = await opened(ORGANIZATION, { fragment: "#q=base-images" });
  await page.getByLabel("Search").fill("shop");
  await page.evaluate("document.querySelector('#github a[href=\"#role/production/TeamPush\"]').click()");
  await page.waitForFunction("document.activeElement.id === 'role/production/TeamPush'");
  expect(await page.locator("[id='role/production/TeamPush']").isVisible()).toBe(true);
  await page.goBack();
  await page.waitForFunction("document.getElementById('filter').elements.q.value === 'shop'");
  expect(await titles(page)).toStrictEqual(["acme/checkout", "acme/shop"]);
});

test("the address keeps the view and the filter", async () => {
  const page = await opened(ORGANIZATION);
  await page.locator("nav a", { hasText: "ECR repositories" }).click();
  await page.getByLabel("Search").fill("team/*");
  await filter(page, "May").selectOption("push");
  const shown = await titles(page);
  expect(shown).toStrictEqual(["team/*", "team/*"]);
  expect(new URL(page.url()).hash).toBe("#q=team%2F*&may=push&view=ecr");
  await page.reload();
  expect(await titles(page)).toStrictEqual(shown);
  await page.getByRole("button", { name: "Reset" }).click();
  await page.waitForFunction("location.hash === '#view=ecr'");
});

test("without scripts everything is there to read", async () => {
  const page = await opened(ORGANIZATION, { javaScriptEnabled: false });
  expect(await page.locator("h2:visible").allInnerTexts()).toStrictEqual(VIEWS);
  expect(await page.locator("form:visible").count()).toBe(0);
  expect(await page.locator(".group:visible").count()).toBe(await page.locator(".group").count());
});

test("what a file says is text, whatever it holds", async () => {
  const page = await opened(accessPage(accessOfFile(hostileFile())));
  expect(await page.locator("img").count()).toBe(0);
  expect(await page.locator("script").count()).toBe(1);
  await page.locator("nav a", { hasText: "Roles" }).click();
  expect(await page.locator(".card q").innerText()).toContain("</script><img src=x onerror=alert(1)> |");
});

test("on paper everything is unfolded, light, and without controls", async () => {
  const page = await opened(ORGANIZATION, { colorScheme: "dark" });
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  expect(await page.locator("h2:visible").allInnerTexts()).toStrictEqual(VIEWS);
  expect(await page.locator("nav:visible, select:visible, input:visible, button:visible").count()).toBe(0);
  expect(await page.locator("pre:visible").count()).toBe(4);
  expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
  expect((await page.pdf({ preferCSSPageSize: true })).subarray(0, 5).toString()).toBe("%PDF-");
});

test("what is filtered is filtered on paper too, in each view, and it says so", async () => {
  const page = await opened(ORGANIZATION, { fragment: "#q=BaseImagePush" });
  await page.evaluate("dispatchEvent(new Event('beforeprint'))");
  await page.emulateMedia({ media: "print" });
  expect(await titles(page)).toStrictEqual([
    "acme/base-images",
    "base/*",
    "BaseImagePush",
    "R11 medium",
    "R23 medium",
  ]);
  expect(await count(page)).toBe("1 of 4: GitHub repositories, filtered by BaseImagePush");
});

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

describe.each(["light", "dark"] as const)("in %s", (colorScheme) => {
  test.each([...VIEWS.map((_, index) => [1280, index] as const), [390, 0], [390, 2]] as const)(
    "at %d pixels, view %d breaks no rule of accessibility, and nothing is wider than the window",
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

  test("the page is so", async () => {
    const page = await opened(ORGANIZATION, { colorScheme });
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe(
      { light: "rgb(255, 255, 255)", dark: "rgb(15, 19, 24)" }[colorScheme],
    );
  });
});
