/** The command line: which command is meant, what interrupts it, and how it ends. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { article } from "./article.ts";
import { type Command, PROGRAM } from "./commandLine.ts";
import { CliError, EXIT, type ExitCode, failureOf, usageError } from "./failure.ts";
import { suggestion } from "./nearest.ts";
import { plainLine } from "./plainText.ts";
import { predict } from "./predict.ts";
import { ProgressBar } from "./progressBar.ts";
import type { Session } from "./session.ts";
import { train } from "./train.ts";
import { verify } from "./verify.ts";

const COMMANDS: readonly Command[] = [article, train, predict, verify];

const HELP = `Trains small networks, shows what regularization does to them, and saves weights
that can be checked.

Usage: ${PROGRAM} <command> [options]

Commands:
${COMMANDS.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`).join("\n")}

  --help     print this; after a command, its options
  --version  print the version

Exit codes: 0 done, 1 failed or different, 2 wrong use, 3 an input file cannot be used,
4 the output file cannot be written, 130 interrupted.`;

function commandNamed(name: string | undefined): Command {
  const command = COMMANDS.find(candidate => candidate.name === name);
  if (command !== undefined) return command;
  const names = COMMANDS.map(candidate => candidate.name);
  const known = `Commands are ${names.join(", ")}.`;
  if (name === undefined) throw usageError(`expected a command. ${known} See ${PROGRAM} --help.`);
  const meant = suggestion(name, names) || ".";
  throw usageError(`there is no command ${JSON.stringify(name)}${meant} ${known}`);
}

async function runCommand(args: readonly string[], session: Session): Promise<ExitCode> {
  const [name, ...rest] = args;
  const asksFor = (option: string) => args.includes(option) && !args.includes("--");
  if (asksFor("--version")) {
    await session.write(`${session.version}\n`);
    return EXIT.ok;
  }
  if (name === "--help" || name === "-h" || name === "help") {
    await session.write(`${HELP}\n`);
    return EXIT.ok;
  }
  const command = commandNamed(name);
  if (rest.includes("--help") || rest.includes("-h")) {
    await session.write(`${command.help}\n`);
    return EXIT.ok;
  }
  return command.run(rest, session);
}

/** The first interruption asks for an end, the second one is the end. */
function interruptions(): AbortSignal {
  const controller = new AbortController();
  const interrupt = (exitCode: ExitCode) => () => {
    if (controller.signal.aborted) process.exit(exitCode);
    controller.abort(new CliError(exitCode, "interrupted; nothing was written"));
  };
  process.on("SIGINT", interrupt(EXIT.interrupted));
  process.on("SIGTERM", interrupt(EXIT.terminated));
  process.on("SIGHUP", interrupt(EXIT.terminated));
  return controller.signal;
}

function writeOut(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, error => (error ? reject(error) : resolve()));
  });
}

async function main(): Promise<void> {
  // Whoever reads may have read enough, as `head` has.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    process.exit(error.code === "EPIPE" ? EXIT.ok : EXIT.output);
  });
  const progress = new ProgressBar(process.stderr, process.env);
  const note = (line: string) => {
    progress.clear();
    process.stderr.write(`${plainLine(line)}\n`);
  };
  const manifest = JSON.parse(readFileSync(join(__dirname, "../package.json"), "utf8")) as {
    readonly version: string;
  };
  const session: Session = {
    version: manifest.version,
    workerFile: join(__dirname, "worker.js"),
    signal: interruptions(),
    progress,
    write: writeOut,
    note,
  };
  try {
    process.exitCode = await runCommand(process.argv.slice(2), session);
  } catch (error) {
    const { exitCode, message } = failureOf(error);
    note(`${PROGRAM}: ${message}`);
    process.exitCode = exitCode;
  }
}

void main();
