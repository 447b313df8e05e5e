import { loadedFile } from "../../config/load";
import { ConfigError, pathText } from "../../config/problem";
import { type AskedRole, roleOfPolicy, rolesOfFile } from "../../explanation/asked-role";
import { explanation, type NamedFile } from "../../explanation/explanation";
import { NO_FILE, type RunSurroundings } from "../../explanation/workflow-run";
import { readDocument } from "../../policy/evaluation/read-document";
import { GITHUB_COM_ISSUER } from "../../policy/github-issuer";
import { EXIT, type Exit } from "../reported";
import { colours, PLAIN } from "./colours";
import { inputText } from "./input";
import { explanationsJson } from "./json";
import { policiesOf } from "./policies";
import { explanationsText } from "./text";
import { presentedTokens, type TokenOptions } from "./tokens";

export interface ExplainOptions extends TokenOptions {
  readonly config: string;
  readonly policy?: string;
  readonly json: boolean;
}

/** Whose roles are asked. */
interface Asked {
  readonly name: string;
  readonly roles: readonly AskedRole[];
  readonly file: NamedFile | undefined;
  readonly surroundings: RunSurroundings;
}

/**
 * @param now seconds since 1970.
 * @returns what to print, and the exit code.
 * @throws ConfigError with every problem of the input.
 */
export function explain(
  options: ExplainOptions,
  now: number,
  isColoured: boolean,
): { readonly output: string; readonly exit: Exit } {
  const asked = options.policy === undefined ? askedFile(options.config) : askedPolicies(options.policy);
  const { tokens, isSigned } = presentedTokens(options, asked.surroundings);
  const explanations = tokens.map((token) => explanation(asked.roles, token, asked.file, now));
  const made = { name: asked.name, explanations, isSigned };
  return {
    output: options.json ? explanationsJson(made) : explanationsText(made, isColoured ? colours : PLAIN),
    exit: explanations.every(({ outcome }) => outcome === "let in") ? EXIT.done : EXIT.no,
  };
}

function askedFile(path: string): Asked {
  const file = loadedFile(path);
  const { known, surroundings, github } = file.surroundings;
  return {
    name: path,
    roles: rolesOfFile(file.config, surroundings.ids),
    file: { name: path, file },
    surroundings: { known, spellings: surroundings, issuerHost: github.issuerHost },
  };
}

function askedPolicies(path: string): Asked {
  const read = policiesOf(inputText(path, "--policy"), path);
  if ("problems" in read) throw new ConfigError(read.problems);
  const problems: string[] = [];
  const roles = read.policies.flatMap(({ name, trustPolicy }) => {
    const role = name === path ? path : `${path} ${name}`;
    const document = readDocument(trustPolicy, "trust");
    if (!("problems" in document)) return [roleOfPolicy(name, document)];
    problems.push(
      ...document.problems.map(
        ({ path: at, message }) => `${role}${at.length === 0 ? "" : ` ${pathText(at)}`}: ${message}`,
      ),
    );
    return [];
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    name: path,
    roles,
    file: undefined,
    surroundings: { ...NO_FILE, issuerHost: GITHUB_COM_ISSUER },
  };
}
