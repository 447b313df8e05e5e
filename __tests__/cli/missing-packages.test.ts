import { missingPackages } from "../../lib/cli/missing-packages";
import { processIo } from "../../lib/cli/process-io";
import { reported } from "../../lib/cli/reported";

/** That packages are missing, the tests of the package show. */

test("nothing is to be installed where every package is there", () => {
  expect(missingPackages()).toBeUndefined();
});

test("a module of the program's own that is missing is a fault of the program's", async () => {
  const fault = Object.assign(new Error("Cannot find module './gone'"), { code: "MODULE_NOT_FOUND" });
  await expect(reported(() => Promise.reject(fault), processIo())).rejects.toBe(fault);
});
