import { writeFileSync } from "node:fs";
import { jsonSchemaText } from "../lib/config/schema/json-schema";

writeFileSync("access.schema.json", jsonSchemaText());
