/** How a file can be edited, in the order in which several edits are made. */
export const EDIT_KINDS = [
  "enterprise",
  "audience",
  "owner-case",
  "repository-case",
  "repository-rename",
  "immutable-subject",
  "name-subject",
  "repository-id",
  "context-spelling",
  "new-entry",
] as const;

export type EditKind = (typeof EDIT_KINDS)[number];
