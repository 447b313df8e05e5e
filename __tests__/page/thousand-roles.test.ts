import type { Browser } from "playwright-core";
import { accessOfFile, pageOf } from "../cli/commands/show/shown";
import { launchedBrowser, type OpenPage, openPage, until } from "./browser";

const ROLES = 1_000;
/** People see no delay below this. */
const AT_ONCE_MS = 100;
const FIRST_PAINT_MS = 1_000;

let browser: Browser;
let open: OpenPage;

beforeAll(async () => {
  browser = await launchedBrowser();
  open = await openPage(browser, pageOf(accessOfFile(fileWithRoles())));
});

afterAll(async () => {
  await open?.close();
  await browser?.close();
});

function fileWithRoles(): string {
  const roles = Array.from(
    { length: ROLES },
    (_, index) => `      - name: Push${index}
        trust:
          - { repository: service-${index}, branch: main }
          - { repository: [service-${index}, tools-${index % 40}], tag: v* }
        ecr: { repositories: [team-${index % 40}/service-${index}, base/${index % 7}] }
        publish: { prefix: A${index}_, repositories: [service-${index}] }
`,
  );
  return `github: { owner: acme }
accounts:
  - id: "123456789012"
    region: eu-west-1
    roles:
${roles.join("")}`;
}

/** Measures from each key press until its effect is on the screen. */
const WATCH = `
  window.painted = [];
  addEventListener("keydown", () => {
    const pressed = performance.now();
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => window.painted.push(performance.now() - pressed);
      after.port2.postMessage(undefined);
    });
  }, true);
`;

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

test("a thousand roles are painted without delay", async () => {
  const paint = await open.page.evaluate<number>(
    "performance.getEntriesByName('first-contentful-paint')[0].startTime",
  );
  expect(paint).toBeLessThan(FIRST_PAINT_MS);
  expect(await open.page.getByRole("status").innerText()).toBe("1,040 of 1,040: GitHub repositories");
});

test.each(["GitHub repositories", "ECR repositories", "Roles", "Warnings"])(
  "each key press filters a thousand roles without delay, in the view %s",
  async (view) => {
    const { page } = open;
    await page.locator("nav a", { hasText: view }).click();
    await page.evaluate(WATCH);
    await page.keyboard.press("/");
    const keys = [..."service-99", ...Array.from("service-99", () => "Backspace")];
    for (const key of keys) await page.keyboard.press(key);
    await until(page, `window.painted.length > ${keys.length}`);
    const times = await page.evaluate<readonly number[]>("window.painted.slice(1)");
    expect(median(times)).toBeLessThan(AT_ONCE_MS);
  },
);
