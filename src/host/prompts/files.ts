import { mkdirSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileChooserMode, FilePayload, PromptEvent } from '../../protocol/prompts.js'

/** A file dialog as CEF tells of it. `mode` is cef_file_dialog_mode_t. */
export interface NativeFileDialog {
  type: 'filedialog'
  question: number
  mode: number
  /** Joined by commas. */
  accept: string
}

const modes: readonly FileChooserMode[] = ['one', 'many', 'directory', 'save']

export function fileChooserEvent({
  question,
  mode,
  accept,
}: NativeFileDialog): PromptEvent & { type: 'filechooser' } {
  const accepted = accept === '' ? [] : accept.split(',')
  return { type: 'filechooser', question, mode: modes[mode] ?? 'one', accept: accepted }
}

/** The files of one page that are on disk for its sake, until it ends. */
export class PageFiles {
  readonly #directory: string
  #count = 0

  constructor(directory: string) {
    this.#directory = directory
  }

  /** A directory that nothing else is in. */
  place(): string {
    const directory = join(this.#directory, String(++this.#count))
    mkdirSync(directory, { recursive: true })
    return directory
  }

  /** Paths of all of them; those that are not on disk are written there. */
  write(files: readonly (string | FilePayload)[]): Promise<string[]> {
    return Promise.all(
      files.map(async (file) => {
        if (typeof file === 'string') return file
        // One directory each: two may have one name.
        const path = join(this.place(), file.name)
        await writeFile(path, file.buffer)
        return path
      }),
    )
  }

  remove(): void {
    if (this.#count > 0) rmSync(this.#directory, { recursive: true, force: true })
  }
}
