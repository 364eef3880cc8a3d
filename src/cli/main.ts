#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { cac } from 'cac'
import { isCefrigError } from '../errors.js'
import { contractCommand } from './contract.js'
import { doctorCommand } from './doctor.js'
import { installCommand } from './install.js'
import { openCommand } from './open.js'
import { checkUsage, textOption, UsageError } from './usage.js'

const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))
const argv = process.argv
const cli = cac('cefrig')

cli
  .command('install', 'Find CEF, or fetch, check and unpack it')
  .option('--from <path>', 'Install from an archive (.tar.bz2, .tar.gz, jar) or an unpacked CEF')
  .option('--cef <version>', 'CEF version, as 146 or 146.0.10. Default: the one this release is tested with')
  .option('--with-deps', 'Also install the system libraries and programs that are missing, with apt as root')
  .action((options) =>
    installCommand({
      from: textOption(argv, 'from'),
      cef: textOption(argv, 'cef'),
      withDeps: options.withDeps === true,
    }),
  )

cli
  .command('doctor', 'List what this machine has and what it lacks')
  .option('--json', 'Print the list as JSON')
  .action((options) => doctorCommand({ json: options.json === true }))

cli
  .command(
    'contract <verb> [file] [newer]',
    'Make types of a contract file (types), compare two (check), or write one of what the pages of a suite use (record)',
  )
  .option('--out <file>', 'Where `types` writes the declarations, and `record` the contract')
  .option('--path <path>', 'Which binding `record` is about, as host.notes')
  .option('-u, --update', 'Let `record` replace a contract that differs')
  .option('--json', 'Print what `check` found as JSON')
  .action((verb, file, newer, options) =>
    contractCommand({
      verb: String(verb),
      files: [file, newer].filter((path) => path !== undefined).map(String),
      out: textOption(argv, 'out'),
      path: textOption(argv, 'path'),
      update: options.update === true,
      json: options.json === true,
    }),
  )

cli
  .command('open <url>', 'Show a page to DevTools, until it is closed or Ctrl-C')
  .option('--size <size>', 'Width and height in CSS pixels, as 1280x720')
  .option('--cef <version>', 'CEF version, as 146.0.10. Default: the one this release is tested with')
  .option('--json', 'Print what happens as lines of JSON')
  .option('--position <x,y>', 'Refused: pages have no window')
  .option('--icon <file>', 'Refused: pages have no window')
  .option('--frameless', 'Refused: pages have no window')
  .action((url, options) =>
    openCommand({
      window: ['position', 'icon', 'frameless'].filter((name) => options[name] !== undefined),
      url: String(url),
      size: textOption(argv, 'size'),
      cef: textOption(argv, 'cef'),
      json: options.json === true,
    }),
  )

cli.help()
cli.version(manifest.version)

try {
  cli.parse(argv, { run: false })
  checkUsage(cli)
  await cli.runMatchedCommand()
} catch (error) {
  process.exitCode = report(error)
}

/** Prints an error and answers the exit code: 2 for a command that was written wrongly, else 1. */
function report(error: unknown): number {
  const isUsage = error instanceof UsageError || (error as Error).name === 'CACError'
  const isPlain = (isUsage || isCefrigError(error)) && ['', '0', undefined].includes(process.env.CEFRIG_DEBUG)
  process.stderr.write(`${isPlain ? (error as Error).message : (error as Error).stack}\n`)
  return isUsage ? 2 : 1
}
