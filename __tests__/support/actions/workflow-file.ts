import { parse } from "yaml";
import { z } from "zod";

/** What the runner knows of a workflow. An unknown key is an error, so that no test passes because the runner ignores a part of the file. */
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const texts = z.record(z.string(), scalar).default({});
const ignored = z.unknown().optional();
const defaults = z
  .strictObject({ run: z.strictObject({ shell: z.string().optional() }) })
  .optional()
  .transform((value) => value?.run.shell);
const condition = z.union([z.string(), z.boolean()]).optional();

const step = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  if: condition,
  uses: z.string().optional(),
  with: texts,
  run: z.string().optional(),
  shell: z.string().optional(),
  env: texts,
  "working-directory": z.string().optional(),
  "continue-on-error": z.boolean().default(false),
  "timeout-minutes": ignored,
});

const needs = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((value) => (typeof value === "string" ? [value] : value));

const environment = z
  .union([z.string(), z.strictObject({ name: z.string(), url: z.string().optional() })])
  .optional()
  .transform((value) => (typeof value === "object" ? value.name : value));

const permissions = z.union([z.string(), z.record(z.string(), z.string())]).optional();

/** Of a matrix: each value is a list, or an expression that gives one. `include` and `exclude` are not supported. */
const strategy = z
  .strictObject({
    "fail-fast": ignored,
    matrix: z
      .record(z.string(), z.union([z.string(), z.array(z.unknown())]))
      .refine(
        (matrix) => !("include" in matrix) && !("exclude" in matrix),
        "include and exclude are not supported",
      ),
  })
  .optional();

const job = z.strictObject({
  name: z.string().optional(),
  needs,
  if: condition,
  strategy,
  "runs-on": ignored,
  "timeout-minutes": ignored,
  concurrency: ignored,
  permissions,
  environment,
  env: texts,
  defaults,
  outputs: texts,
  steps: z.array(step).default([]),
  uses: z.string().optional(),
  with: texts,
  secrets: z.union([z.literal("inherit"), z.record(z.string(), scalar)]).default({}),
});

const called = z.strictObject({
  inputs: z
    .record(
      z.string(),
      z.strictObject({
        description: ignored,
        type: z.enum(["string", "boolean", "number"]),
        required: z.boolean().default(false),
        default: scalar.optional(),
      }),
    )
    .default({}),
  secrets: z
    .record(z.string(), z.strictObject({ description: ignored, required: z.boolean().default(false) }))
    .default({}),
  outputs: z.record(z.string(), z.strictObject({ description: ignored, value: z.string() })).default({}),
});

const workflow = z.strictObject({
  name: z.string().default("workflow"),
  on: z.looseObject({ workflow_call: called.optional() }),
  permissions,
  concurrency: ignored,
  env: texts,
  defaults,
  jobs: z.record(z.string(), job),
});

export type Texts = Readonly<Record<string, string>>;
export type WorkflowFile = z.output<typeof workflow>;
export type Job = z.output<typeof job>;
export type Step = z.output<typeof step>;

/** @throws if the text has a key that the runner does not know. */
export function readWorkflow(text: string): WorkflowFile {
  return workflow.parse(parse(text));
}
