type Tags = Readonly<Record<string, string>>;

/** The argument `tags` of a resource, or none if there are no tags. */
export function tagged(tags: Tags): { tags?: Tags } {
  return Object.keys(tags).length > 0 ? { tags } : {};
}
