import { join } from "node:path";
import type { handleUnaryCall, ServiceDefinition } from "@grpc/grpc-js";
import { type AnyDefinition, loadSync } from "@grpc/proto-loader";
import { decode, ExtData, encode } from "@msgpack/msgpack";
import { z } from "zod";

/** The value of an attribute or of a nested block; `ExtData` stands for one that is not known yet. */
export type Attribute = string | number | boolean | null | ExtData | readonly Attribute[] | Attributes;
export interface Attributes {
  readonly [name: string]: Attribute;
}

const Attribute: z.ZodType<Attribute> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.instanceof(ExtData),
    z.array(Attribute),
    z.record(z.string(), Attribute),
  ]),
);
const Attributes = z.record(z.string(), Attribute);

/** @see https://github.com/zclconf/go-cty/blob/main/cty/msgpack/doc.go extension type 0, payload ignored */
export const UNKNOWN = new ExtData(0, new Uint8Array(1));

/** How Terraform hands over a value: null as a whole is a resource that does not exist. */
export interface DynamicValue {
  readonly msgpack: Uint8Array;
}

export interface Diagnostic {
  readonly severity: "ERROR";
  readonly summary: string;
  readonly detail: string;
}

export function dynamicValue(attributes: Attributes | null): DynamicValue {
  return { msgpack: encode(attributes) };
}

export function attributesOf(value: DynamicValue): Attributes | null {
  return Attributes.nullable().parse(decode(value.msgpack));
}

/** The state as Terraform stores it. */
export function storedAttributes(json: Uint8Array): Attributes {
  return Attributes.parse(JSON.parse(Buffer.from(json).toString("utf8")));
}

export function attributePath(name: string): object {
  return { steps: [{ attribute_name: name }] };
}

export function errorDiagnostic(summary: string, detail: string): Diagnostic {
  return { severity: "ERROR", summary, detail };
}

/** A gRPC method from a plain function; what the function throws becomes the error that Terraform prints. */
export function unary<Request>(answer: (request: Request) => object): handleUnaryCall<Request, object> {
  return (call, callback) => {
    try {
      callback(null, answer(call.request));
    } catch (error) {
      callback(error instanceof Error ? error : new Error(String(error)));
    }
  };
}

function isService(definition: AnyDefinition | undefined): definition is ServiceDefinition & AnyDefinition {
  return definition !== undefined && !("format" in definition);
}

export function providerService(): ServiceDefinition {
  const definitions = loadSync(join(__dirname, "tfplugin5.proto"), { keepCase: true, defaults: true });
  const service = definitions["tfplugin5.Provider"];
  if (!isService(service)) throw new Error("tfplugin5.proto has no service Provider");
  return service;
}
