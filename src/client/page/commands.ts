import { resolve } from 'node:path'
import { writeTo } from '../../file-failure.js'
import type { PageEvent } from '../../protocol/events.js'
import type { Found } from '../../protocol/prompts.js'
import { badArgument, requireString, run } from '../failure.js'
import { checkOptions, flag } from '../options.js'
import { type PdfOptions, pdfSchema, printParameters } from '../prompts/pdf.js'
import { PagePrompts } from './prompts.js'

export interface CommandEvents {
  /** A document of the page fills the screen, or does so no more. The viewport keeps its size. */
  fullscreen: [on: boolean]
}

/** How text is looked for. */
export interface FindOptions {
  /** Default true. */
  forward?: boolean
  /** Default false. */
  matchCase?: boolean
}

/** What the browser around a page does with it. */
export abstract class PageCommands extends PagePrompts {
  #fullscreen = false

  /** Whether a document of the page fills the screen. */
  get fullscreen(): boolean {
    return this.#fullscreen
  }

  /** The page as it is printed. @throws BAD_ARGUMENT, UNKNOWN_OPTION; FILE_FAILED when it cannot be written to `path` */
  pdf(options: PdfOptions = {}): Promise<Buffer> {
    return run('page.pdf', async () => {
      checkOptions('page.pdf()', pdfSchema, options)
      const parameters = printParameters(options)
      const { data } = (await this.call('cdp.send', 'Page.printToPDF', parameters)) as { data: string }
      const pdf = Buffer.from(data, 'base64')
      if (options.path !== undefined) {
        const path = resolve(options.path)
        await writeTo(path, pdf)
      }
      return pdf
    })
  }

  /** Looks for a text, selects its first place, and marks all; the same text again: its next place. @throws TIMEOUT */
  findText(text: string, options: FindOptions = {}): Promise<Found> {
    return run('page.findText', () => {
      checkOptions<FindOptions>('page.findText()', { forward: flag, matchCase: flag }, options)
      requireString('the text', text)
      if (text === '') throw badArgument('the text is empty', 'Give at least a character')
      return this.call('page.find', text, {
        forward: options.forward ?? true,
        matchCase: options.matchCase ?? false,
      })
    })
  }

  /** Takes the marks of {@link findText} away. */
  stopFinding(): Promise<void> {
    return run('page.stopFinding', () => this.call('page.stopFinding'))
  }

  /** @internal */
  protected override heard(event: PageEvent): void {
    if (event.type === 'fullscreen') {
      this.#fullscreen = event.on
      this.story.events.emit('fullscreen', event.on)
    } else super.heard(event)
  }
}
