import { writeFileSync } from "node:fs";
import { jsonSchemaText } from "../lib/config/json-schema";

writeFileSync("access.schema.json", jsonSchemaText());
