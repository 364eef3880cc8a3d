import type { CAC } from 'cac'
import { nearest } from '../option-names.js'

/** A command that was written wrongly: exit code 2. */
export class UsageError extends Error {}

/** Refuses an unknown command or option and names the nearest right one. Prints the help when there is no command. */
export function checkUsage(cli: CAC): void {
  const { matchedCommand: command, args, options } = cli
  if (options.help || options.version) return
  if (!command) {
    if (args[0] === undefined) {
      cli.outputHelp()
      return
    }
    const names = cli.commands.map(({ name }) => name)
    throw new UsageError(
      `cefrig ${args[0]} failed: there is no such command. Did you mean \`cefrig ${nearest(args[0], names)}\`? ` +
        `The commands are ${names.join(', ')}.`,
    )
  }
  const known = [...command.options, ...cli.globalCommand.options].flatMap(({ names }) => names)
  for (const option of Object.keys(options)) {
    if (option === '--' || known.includes(option)) continue
    const near = dashed(
      nearest(
        option,
        known.filter((name) => name.length > 1),
      ),
    )
    throw new UsageError(
      `cefrig ${command.name} failed: unknown option \`${dashed(option)}\`. Did you mean \`${near}\`?`,
    )
  }
  for (const { name, rawName, required } of command.options) {
    if (!required || typeof options[name] !== 'boolean') continue
    throw new UsageError(`cefrig ${command.name} failed: \`${rawName}\` has no value. Write one behind it.`)
  }
  if (args.length > command.args.length && !command.args.at(-1)?.variadic) {
    throw new UsageError(
      `cefrig ${command.name} failed: it takes no argument \`${args[command.args.length]}\`. ` +
        `\`cefrig ${command.name} --help\` lists what it takes.`,
    )
  }
}

/** An option's text as it was typed: the CLI library reads `146.10` as the number 146.1. */
export function textOption(argv: readonly string[], name: string): string | undefined {
  const flag = `--${name}`
  const index = argv.findLastIndex((argument) => argument === flag || argument.startsWith(`${flag}=`))
  if (index < 0) return undefined
  return argv[index] === flag ? argv[index + 1] : argv[index]!.slice(flag.length + 1)
}

/** All that were given of an option that may be repeated. */
export function textOptions(argv: readonly string[], name: string): string[] {
  const flag = `--${name}`
  return argv.flatMap((argument, index) => {
    if (argument === flag) return argv[index + 1] === undefined ? [] : [argv[index + 1]!]
    return argument.startsWith(`${flag}=`) ? [argument.slice(flag.length + 1)] : []
  })
}

/** An option's number within its limits. */
export function numberOption(
  argv: readonly string[],
  command: string,
  name: string,
  least: number,
  most: number,
): number | undefined {
  const text = textOption(argv, name)
  if (text === undefined) return undefined
  const number = Number(text)
  if (text.trim() !== '' && number >= least && number <= most) return number
  throw new UsageError(
    `cefrig ${command} failed: \`--${name}\` is \`${text}\`. Give a number from ${least} to ${most}.`,
  )
}

function dashed(option: string): string {
  return option.length === 1
    ? `-${option}`
    : `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
