import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "..");
const PATH = "docs/images/access-page.png";
/** The README has to load fast. */
const MAX_BYTES = 150_000;

/** @see https://www.w3.org/TR/png-3/#11IHDR */
const WIDTH_OFFSET = 16;
const HEIGHT_OFFSET = 20;

test("the picture of the access page is a PNG of 1280 by 640 pixels below 150 kB", () => {
  const png = readFileSync(join(ROOT, PATH));
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect([png.readUInt32BE(WIDTH_OFFSET), png.readUInt32BE(HEIGHT_OFFSET)]).toStrictEqual([1280, 640]);
  expect(png.length).toBeLessThan(MAX_BYTES);
});

test("the README shows the picture", () => {
  expect(readFileSync(join(ROOT, "README.md"), "utf8")).toContain(`](${PATH})`);
});
