import { distance } from "fastest-levenshtein";
import { KNOWN_REGIONS } from "../policy/regions";

/** More edits than this are another region, not a slip. */
const MAX_EDITS = 2;

/** The known region that a text most likely means: the fewest edits, then the nearest number. */
export function nearestRegion(text: string): string | undefined {
  const [nearest] = KNOWN_REGIONS.map((region) => ({
    region,
    edits: distance(region, text.toLowerCase()),
    steps: Math.abs(numberIn(region) - numberIn(text)),
  }))
    .filter(({ edits }) => edits <= MAX_EDITS)
    .sort((a, b) => a.edits - b.edits || a.steps - b.steps);
  return nearest?.region;
}

/** The number of a region's name. A name without one means the first. */
function numberIn(region: string): number {
  return Number(/[0-9]+/.exec(region)?.[0] ?? 1);
}

/** Whether AWS had the region on the day of the list. */
export function isKnownRegion(region: string): boolean {
  return KNOWN_REGIONS.includes(region);
}
