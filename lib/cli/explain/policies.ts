/** A trust policy in a file, and the name of its role, or of the file where none is said. */
export interface NamedPolicy {
  readonly name: string;
  readonly trustPolicy: object;
}

const ALLOWED = "allowed: a trust policy as JSON, or what aws iam get-role prints";

/**
 * The trust policies in a JSON text.
 * @param name of the file in messages.
 */
export function policiesOf(
  text: string,
  name: string,
): { readonly policies: readonly NamedPolicy[] } | { readonly problems: readonly string[] } {
  const value = jsonOf(text);
  if (!isMap(value)) return { problems: [`${name} is not a map in JSON; ${ALLOWED}`] };
  if ("Statement" in value) return { policies: [{ name, trustPolicy: value }] };
  const { Role: role } = value;
  if (isMap(role) && isMap(role.AssumeRolePolicyDocument)) {
    const { RoleName: roleName, AssumeRolePolicyDocument: trustPolicy } = role;
    return { policies: [{ name: typeof roleName === "string" ? roleName : name, trustPolicy }] };
  }
  return { problems: [`${name} holds no trust policy; ${ALLOWED}`] };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
