import { processIo } from "../../lib/cli/io";
import { missingPackages } from "../../lib/cli/missing-packages";
import { runCommand } from "../../lib/cli/run-command";

// The tests of the package cover missing packages.

test("reports nothing if every package is installed", () => {
  expect(missingPackages()).toBeUndefined();
});

test("a missing module of the program is thrown as a bug", async () => {
  const fault = Object.assign(new Error("Cannot find module './gone'"), { code: "MODULE_NOT_FOUND" });
  await expect(runCommand(() => Promise.reject(fault), processIo())).rejects.toBe(fault);
});
