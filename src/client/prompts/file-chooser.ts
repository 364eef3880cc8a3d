import { resolve } from 'node:path'
import type { PromptEvent } from '../../protocol/prompts.js'
import { badArgument } from '../failure.js'
import type { JSHandle } from '../handle.js'
import type { Page } from '../page.js'
import { filesIn } from './directory.js'
import { checkFiles, type Files, sent } from './file-payload.js'
import { fillInput } from './input-files.js'
import type { Question } from './question.js'

const findInputs = `() => [...document.querySelectorAll('input[type=file][webkitdirectory]')]`

const cancelUnseen = `() => ({ cancelled: new Promise((done) => addEventListener('cancel', (event) => {
  event.stopImmediatePropagation()
  done()
}, { capture: true, once: true })) })`

/** What a page asks when it wants files. Left alone it is cancelled when the page's timeout is over, and fails the test. */
export class FileChooser {
  readonly #page: Page
  readonly #question: Question
  readonly #event: PromptEvent & { type: 'filechooser' }

  /** @internal */
  constructor(page: Page, question: Question, event: PromptEvent & { type: 'filechooser' }) {
    this.#page = page
    this.#question = question
    this.#event = event
  }

  isMultiple(): boolean {
    return this.#event.mode === 'many'
  }

  /** Whether a directory is to be chosen, with all the files in it. */
  isDirectory(): boolean {
    return this.#event.mode === 'directory'
  }

  /** Whether the page asks where to write a file (`showSaveFilePicker()`), which need not exist. */
  isSave(): boolean {
    return this.#event.mode === 'save'
  }

  /** MIME types and endings of names that the page says it takes, as `image/*` and `.txt`; cefrig does not insist on them. */
  accept(): string[] {
    return [...this.#event.accept]
  }

  /**
   * Chooses. Files that are not on disk are written into the Host's temporary directory until the page ends, and have the MIME type
   * that Chromium knows for the endings of their names.
   * @throws PROMPT_HANDLED; BAD_ARGUMENT for what does not exist, or more than the page takes
   */
  async setFiles(files: Files): Promise<void> {
    let filled: (() => Promise<void>) | undefined
    await this.#question.answer('fileChooser.setFiles', async () => {
      if (this.isDirectory()) {
        filled = await this.#fillDirectory(files)
        return { accepted: false }
      }
      if (this.isSave()) {
        if (typeof files !== 'string')
          throw badArgument('no path was given', 'Give the path of the file to write')
        return { accepted: true, files: [resolve(files)] }
      }
      const chosen = await checkFiles(files, { many: this.isMultiple(), directory: false })
      if (chosen.length === 0) throw badArgument('no file was given', 'Give at least one, or call cancel()')
      return { accepted: true, files: sent(chosen) }
    })
    await filled?.()
  }

  /**
   * Off-screen, Chromium dies of its own question whether a directory may be uploaded: the chooser is cancelled, unseen by the page, and
   * the input gets its files here.
   */
  async #fillDirectory(files: Files): Promise<() => Promise<void>> {
    const [directory] = (await checkFiles(files, { many: false, directory: true })) as string[]
    if (directory === undefined) throw badArgument('no directory was given', 'Give one, or call cancel()')
    const placed = await filesIn(directory)
    const inputs = await directoryInputs(this.#page)
    const [input] = inputs
    if (!input || inputs.length > 1) {
      const fact = `${inputs.length} inputs in the documents of the page take a directory`
      throw badArgument(fact, 'Use locator.setInputFiles(), which names the input')
    }
    const { frame } = input
    const waiting = await frame.evaluateHandleNow(cancelUnseen, [])
    return async () => {
      await frame.evaluateNow('({ cancelled }) => cancelled', [waiting])
      await fillInput(input, placed)
      void input.dispose()
    }
  }

  /** Chooses nothing. The page gets the event `cancel`. @throws PROMPT_HANDLED */
  cancel(): Promise<void> {
    return this.#question.answer('fileChooser.cancel', () => ({ accepted: false }))
  }
}

/** Inputs of all frames that take a directory. */
async function directoryInputs(page: Page): Promise<JSHandle[]> {
  const found = await Promise.all(
    page.frames().map(async (frame) => {
      const inputs = await frame.evaluateHandleNow<unknown[]>(findInputs, [])
      const count = await frame.evaluateNow<number>('(inputs) => inputs.length', [inputs])
      const handles = Array.from({ length: count }, (_, index) =>
        frame.evaluateHandleNow('(inputs, index) => inputs[index]', [inputs, index]),
      )
      return Promise.all(handles)
    }),
  )
  return found.flat()
}
