const [, path, ...args]: readonly string[] = process.argv;
process.stdout.write(JSON.stringify({ path, args, cwd: process.cwd() }));
process.exitCode = 3;
