import { z } from "zod";
import { accessFile } from "./access-file";

/** The JSON Schema of access.yaml for editors, as the text of `access.schema.json`. */
export function jsonSchemaText(): string {
  const schema = z.toJSONSchema(accessFile, { io: "input", target: "draft-7" });
  return `${JSON.stringify({ title: "access.yaml of cdktf-github-actions-ecr", ...schema }, undefined, 2)}\n`;
}
