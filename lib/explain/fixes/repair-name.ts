/** Ways to mend a file, in the order in which several are done. */
export const REPAIRS = [
  "enterprise",
  "audience",
  "owner's spelling",
  "repository's spelling",
  "repository's new name",
  "ids",
  "no ids",
  "repository's id",
  "context's spelling",
  "further entry",
] as const;

export type RepairName = (typeof REPAIRS)[number];
