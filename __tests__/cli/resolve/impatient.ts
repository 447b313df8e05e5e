/** The command with next to no patience, as a program of its own: what it waits for comes soon or never. */
import { Command } from "commander";
import { resolveCommand } from "../../../lib/cli/resolve/command";

void new Command().addCommand(resolveCommand({ second: 2, answer: 500 })).parseAsync();
