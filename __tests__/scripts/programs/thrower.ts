/** Types have no line in the JavaScript, so the lines after them differ from those of the source. */
export interface Reason {
  readonly text: string;
}

export async function fail({ text }: Reason): Promise<never> {
  await Promise.resolve();
  throw new RangeError(text);
}
