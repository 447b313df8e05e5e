import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { accessOfExample, SOURCE } from "../__tests__/cli/commands/show/shown";
import { launchedBrowser, openPage } from "../__tests__/page/browser";
import { accessPage } from "../lib/cli/commands/show/page/page";
import { ownFolder } from "../lib/cli/own-package";

const PATH = join(ownFolder(), "docs", "images", "access-page.png");

/** Writes the picture of the page that the README shows. Fonts differ between machines, so no test compares its bytes. */
async function writeScreenshot(): Promise<void> {
  const browser = await launchedBrowser();
  try {
    const { page, close } = await openPage(browser, accessPage(accessOfExample("organization"), SOURCE), {
      viewport: { width: 1280, height: 640 },
    });
    mkdirSync(dirname(PATH), { recursive: true });
    writeFileSync(PATH, await page.screenshot({ type: "png" }));
    await close();
  } finally {
    await browser.close();
  }
}

void writeScreenshot();
