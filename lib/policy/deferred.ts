/**
 * A value that may be known only when Terraform applies. Policies with the samples are checked. Policies with the expressions are written.
 * A known value is both.
 */
export interface Deferred<Sample = string> {
  /** A literal value of the same form. */
  readonly sample: Sample;
  /** An expression that fails at apply time if the value does not have the form of the sample. */
  readonly expression: string;
}

/** A value that is known. */
export function knownValue(value: string): Deferred {
  return { sample: value, expression: value };
}
