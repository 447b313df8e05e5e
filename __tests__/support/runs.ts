import fc from "fast-check";

/** Set to "full", property tests run every case. `npm run test:soundness` sets it. */
const DEPTH = process.env.PROPERTY_TESTS;
const FAST_RUNS = 300;
/** Cases are the same in each fast run, so shares of them are too. At full depth they are new each time. */
const FAST_SEED = 1;

if (DEPTH !== "full") fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: FAST_SEED });

/**
 * How many cases a property test runs, or how large the input of a test of speed is. A test file that calls this belongs to the project
 * `soundness` too.
 * @param full the number at full depth.
 */
export function runs(full: number, fast: number = FAST_RUNS): number {
  return DEPTH === "full" ? full : Math.min(full, fast);
}
