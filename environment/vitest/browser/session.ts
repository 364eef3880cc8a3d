import { asLocator } from 'ivya'
import type { BrowserCommandContext } from 'vitest/node'
import type { Cef } from '../../../src/client/cef.js'
import type { Frame } from '../../../src/client/frame.js'
import type { Locator } from '../../../src/client/locator.js'
import type { Page } from '../../../src/client/page.js'
import { CefrigError } from '../../../src/errors.js'

/** What commands of Browser Mode find in their context, besides what Vitest puts there. */
export interface CefCommandContext {
  /** The page with Vitest's own document, whose iframe runs the tests. */
  page: Page
  cef: Cef
  /** The frame that the tests run in. Errors: EXECUTION_CONTEXT_LOST while there is none. */
  readonly iframe: Frame
  /** The same, as other providers have it. */
  frame(): Promise<Frame>
}

/** Name that Vitest gives to the iframe of the tests. */
const testerName = 'vitest-iframe'

/** One of Vitest's sessions: a page, in which one test file after the other has its iframe. */
export class Session {
  readonly page: Page
  readonly #cef: Cef

  constructor(page: Page, cef: Cef) {
    this.page = page
    this.#cef = cef
  }

  /** The newest: for a moment there may still be that of the test file before. */
  get tester(): Frame {
    const frame = this.page.frames().findLast((one) => one.name() === testerName && !one.isDetached())
    if (frame) return frame
    throw new CefrigError(
      'EXECUTION_CONTEXT_LOST',
      `A command of Browser Mode failed: the page has no iframe ${testerName}. Call it from a test, while its file runs.`,
    )
  }

  commandContext(): CefCommandContext {
    const session = this
    return {
      page: this.page,
      cef: this.#cef,
      get iframe() {
        return session.tester
      },
      frame: async () => session.tester,
    }
  }
}

/** What a command is called with. */
export type CommandContext = BrowserCommandContext & CefCommandContext

/** How tests name an element: Vitest 5 adds how it is written, for messages. */
export type ElementSelector = string | { selector: string; locator?: string }

/** Stands in a selector where the rest is looked for inside the frame that was found. */
const enterFrame = / >> internal:control=enter-frame(?: >> |$)/

/** The element in the frame of the tests, or in a frame inside of it. */
export async function elementOf({ iframe }: CommandContext, selector: ElementSelector): Promise<Locator> {
  const parts = (typeof selector === 'string' ? selector : selector.selector).split(enterFrame)
  const last = parts.pop() || ':root'
  let frame = iframe
  for (const part of parts) {
    await using element = await frame.locator(part).elementHandle()
    const content = await element.contentFrame()
    if (!content) throw notFrame(part)
    frame = content
  }
  // Told as the test has written it.
  return frame.find('locator', () => ({ selector: last, words: asLocator('javascript', last) }))
}

function notFrame(selector: string): CefrigError {
  return new CefrigError(
    'BAD_ARGUMENT',
    `page.frameLocator() failed: ${selector} is no iframe. Give it a locator of an iframe.`,
  )
}

/** Those of the options that a method knows: Vitest passes on whatever the test gave. */
export function known<Name extends string>(
  options: object | undefined,
  names: readonly Name[],
): { [name in Name]?: never } {
  const entries = Object.entries(options ?? {}).filter(
    ([name, value]) => (names as readonly string[]).includes(name) && value !== undefined,
  )
  return Object.fromEntries(entries) as { [name in Name]?: never }
}
