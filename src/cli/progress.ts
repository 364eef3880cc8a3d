import { Presets, SingleBar } from 'cli-progress'
import type { InstallProgress } from '../install/install.js'
import { megabytes } from '../install/space.js'

type Transfer = Extract<InstallProgress, { total: number }>

/** Shows an installation's progress on stderr: a bar on a terminal, otherwise a line for every tenth. */
export class ProgressView implements Disposable {
  readonly #what: string
  readonly #isTerminal = process.stderr.isTTY === true
  #bar: SingleBar | undefined
  #stage = ''
  #tenth = 0

  /** `what` is installed: `CEF` or `fonts`. */
  constructor(what = 'CEF') {
    this.#what = what
  }

  show(progress: InstallProgress): void {
    if ('total' in progress) {
      this.#transfer(progress)
      return
    }
    this.#end()
    if (progress.step === 'waiting') line(`Another process is installing ${this.#what}; waiting for it.`)
    else if (progress.step === 'skipped') line(`Going on to the next source: ${progress.reason}.`)
    else line(`Copying ${this.#what} from ${progress.source}.`)
  }

  [Symbol.dispose](): void {
    this.#end()
  }

  #transfer({ step, source, done, total }: Transfer): void {
    if (this.#stage !== `${step} ${source}`) this.#begin(step, source, total)
    this.#bar?.update(Math.round(done / 1e6))
    const tenth = Math.floor((10 * done) / total)
    if (this.#bar || tenth <= this.#tenth) return
    this.#tenth = tenth
    line(`  ${tenth * 10} % of ${megabytes(total)} ${step === 'unpacking' ? 'unpacked' : 'downloaded'}`)
  }

  #begin(step: Transfer['step'], source: string, total: number): void {
    this.#end()
    this.#stage = `${step} ${source}`
    this.#tenth = 0
    const doing = step === 'unpacking' ? 'Unpacking' : 'Downloading'
    line(`${doing} ${this.#what} from ${source} (${megabytes(total)}).`)
    if (!this.#isTerminal) return
    const format = '  {bar} {percentage} % | {value}/{total} MB | {eta_formatted} left'
    this.#bar = new SingleBar({ format, stream: process.stderr, hideCursor: true }, Presets.shades_classic)
    this.#bar.start(Math.round(total / 1e6), 0)
  }

  #end(): void {
    this.#bar?.stop()
    this.#bar = undefined
    this.#stage = ''
  }
}

function line(text: string): void {
  process.stderr.write(`${text}\n`)
}
