import { writeFileSync } from "node:fs";
import { jsonSchemaText } from "../lib/config/schema/access-file";

writeFileSync("access.schema.json", jsonSchemaText());
