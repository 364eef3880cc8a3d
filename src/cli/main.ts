import { readFileSync } from 'node:fs'
import { cac } from 'cac'
import { isCefrigError } from '../errors.js'
import { contractCommand } from './contract.js'
import { doctorCommand } from './doctor.js'
import { installCommand } from './install.js'
import { openCommand } from './open.js'
import { pruneCommand } from './prune.js'
import { reportCommand } from './report.js'
import { reviewCommand } from './review.js'
import { shootCommand } from './shoot.js'
import { checkUsage, numberOption, textOption, textOptions, UsageError } from './usage.js'

const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))
const argv = process.argv
const cli = cac('cefrig')

cli
  .command('install', 'Find CEF, or fetch, check and unpack it')
  .option('--from <path>', 'Install from an archive (.tar.bz2, .tar.gz, jar) or an unpacked CEF')
  .option('--cef <version>', 'CEF version, as 146 or 146.0.10. Default: the one this release is tested with')
  .option('--no-fonts', "Leave the sealed fonts out: Hosts then boot with fonts: 'system' only")
  .option('--with-deps', 'Also install the system libraries and programs that are missing, with apt as root')
  .action((options) =>
    installCommand({
      from: textOption(argv, 'from'),
      cef: textOption(argv, 'cef'),
      withDeps: options.withDeps === true,
      fonts: options.fonts !== false,
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
  .command('open <url>', 'Show a page in a window, or to DevTools, until it is closed or Ctrl-C')
  .option('--size <size>', 'Width and height in CSS pixels, as 1280x720')
  .option('--position <x,y>', 'Where the window is on the display, in pixels. Default: 0,0')
  .option('--off-screen', 'No window, also where there is a display')
  .option('--cef <version>', 'CEF version, as 146.0.10. Default: the one this release is tested with')
  .option('--json', 'Print what happens as lines of JSON')
  .option('--icon <file>', 'Refused: the window has the look of its window manager')
  .option('--frameless', 'Refused: the window has the look of its window manager')
  .action((url, options) =>
    openCommand({
      look: ['icon', 'frameless'].filter((name) => options[name] !== undefined),
      position: textOption(argv, 'position'),
      offScreen: options.offScreen === true,
      url: String(url),
      size: textOption(argv, 'size'),
      cef: textOption(argv, 'cef'),
      json: options.json === true,
    }),
  )

cli
  .command(
    'shoot [url] [picture]',
    'Write a PNG of a page, or of many; compare it with the one that is there',
  )
  .option('--size <size>', 'Width and height in CSS pixels, as 1280x720 (the default)')
  .option('--scale <number>', 'Device pixels per CSS pixel. Default: 1')
  .option('--full-page', 'The whole document instead of the viewport')
  .option('--selector <css>', 'One element instead of the page')
  .option('--wait-for <css>', 'Wait until an element is visible')
  .option('--mask <css>', 'Cover elements; may be given more than once')
  .option('--style <file>', 'CSS for the page while the picture is taken')
  .option('--ready <names>', 'Wait for more: network, busy, animations, images; several with commas')
  .option('--color-scheme <scheme>', 'light or dark. Default: light')
  .option('--omit-background', "Leave the page's default background transparent")
  .option('--timeout <ms>', 'Milliseconds for each step of a page; 0: no limit. Default: 10000')
  .option('--list <file>', 'Pages and pictures, one `URL picture.png` per line')
  .option('--jobs <number>', 'Pages at one time. Default: 4')
  .option('--golden', 'Compare with the picture that is there; write it where there is none, except in CI')
  .option('-u, --update', 'Let `--golden` replace pictures that differ')
  .option('--max-diff-pixels <number>', 'Pixels that may differ from a golden. Default: 0')
  .option('--threshold <number>', 'How far two colours may be apart to count as one, 0 to 1')
  .option('--cef <version>', 'CEF version, as 146.0.10. Default: the one this release is tested with')
  .option('--json', 'Print what became of each picture as lines of JSON')
  .action((url, picture, options) => {
    const maxDiffPixels = numberOption(argv, 'shoot', 'max-diff-pixels', 0, 1e9)
    const threshold = numberOption(argv, 'shoot', 'threshold', 0, 1)
    return shootCommand({
      url: url === undefined ? undefined : String(url),
      file: picture === undefined ? undefined : String(picture),
      list: textOption(argv, 'list'),
      size: textOption(argv, 'size'),
      scale: numberOption(argv, 'shoot', 'scale', 0.1, 10),
      fullPage: options.fullPage === true,
      omitBackground: options.omitBackground === true,
      selector: textOption(argv, 'selector'),
      waitFor: textOption(argv, 'wait-for'),
      mask: textOptions(argv, 'mask'),
      style: textOption(argv, 'style'),
      ready: textOptions(argv, 'ready'),
      colorScheme: textOption(argv, 'color-scheme'),
      timeout: numberOption(argv, 'shoot', 'timeout', 0, 1e9),
      jobs: numberOption(argv, 'shoot', 'jobs', 1, 64),
      golden: options.golden === true,
      update: options.update === true,
      tolerance: {
        ...(maxDiffPixels !== undefined && { maxDiffPixels }),
        ...(threshold !== undefined && { threshold }),
      },
      cef: textOption(argv, 'cef'),
      json: options.json === true,
    })
  })

cli
  .command('prune', 'List and delete the goldens that no test of the last run looked at')
  .option('--dry-run', 'List them only')
  .option('--json', 'Print them as JSON')
  .action((options) => pruneCommand({ dryRun: options.dryRun === true, json: options.json === true }))

cli
  .command('report [...folders]', 'Write a page that shows the last run, or several runs as one')
  .option('--out <dir>', 'Folder of the report. Default: .cefrig/report')
  .option('--merge', 'Take all runs that are anywhere below the folders, as shards that CI kept')
  .option('--passed', 'Show goldens that matched too')
  .action((folders, options) =>
    reportCommand({
      folders: folders.map(String),
      out: textOption(argv, 'out'),
      merge: options.merge === true,
      passed: options.passed === true,
    }),
  )

cli
  .command('review [...folders]', 'Approve or reject the pictures of the last run, or of runs in folders')
  .option('--list', 'Print the pictures that there is something to decide about')
  .option('--approve <name>', 'Make a picture the golden; may be given more than once')
  .option('--approve-all', 'Make all open pictures the goldens')
  .option('--reject <name>', 'Note that a picture is wrong; may be given more than once')
  .option('--undo <name>', 'Take a decision back; may be given more than once')
  .option('--run <id>', 'Refuse when another run took its place')
  .option('--root <directory>', 'The project that goldens belong to. Default: the working directory')
  .option('--port <number>', 'Where the page is served. Default: any that is free')
  .option('--open', 'Open the page in the browser')
  .option('--json', 'Print JSON')
  .action((folders, options) =>
    reviewCommand({
      folders: folders.map(String),
      root: textOption(argv, 'root'),
      run: textOption(argv, 'run'),
      list: options.list === true,
      approveAll: options.approveAll === true,
      approve: textOptions(argv, 'approve'),
      reject: textOptions(argv, 'reject'),
      undo: textOptions(argv, 'undo'),
      port: numberOption(argv, 'review', 'port', 0, 65535),
      open: options.open === true,
      json: options.json === true,
    }),
  )

// Whoever reads along may stop, as `head` does; what was begun is done all the same.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })

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
