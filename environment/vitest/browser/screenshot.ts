import { assertBrowserApiWrite, assertBrowserFileAccess, resolveScreenshotPath } from '@vitest/browser'
import { type CommandContext, type ElementSelector, elementOf, known } from './session.js'

/** Options of `page.screenshot()`, `locator.screenshot()` and `toMatchScreenshot()` in Browser Mode. */
interface TakeOptions {
  /** Default: the document's body. */
  element?: ElementSelector
  /** `page`: everything that the page shows, not the tests' document alone. */
  target?: 'page' | 'element'
  mask?: ElementSelector[]
  path?: string
  save?: boolean
}

const passedOn = ['omitBackground', 'maskColor', 'style', 'animations', 'caret', 'timeout'] as const
const ofPage = ['fullPage', 'clip'] as const

/**
 * Takes a picture by the fence: it is complete when it is taken, so that the second one that Vitest takes to be sure is the same.
 * Errors: as of `page.screenshot()`.
 */
export async function takeScreenshot(
  context: CommandContext,
  name: string,
  options: TakeOptions,
): Promise<{ buffer: Buffer; path: string }> {
  if (!context.testPath) throw new Error('A screenshot can only be taken by a test.')
  const { element, target, mask = [], save } = options
  const path = resolveScreenshotPath(context.testPath, name, context.project.config, options.path)
  if (save) {
    assertBrowserApiWrite(context.project, path)
    assertBrowserFileAccess(context.project, path)
  }
  const taken = {
    ...known(options, passedOn),
    ...(mask.length > 0 && { mask: await Promise.all(mask.map((selector) => elementOf(context, selector))) }),
    ...(save && { path }),
  }
  const buffer =
    element === undefined && target === 'page'
      ? await context.page.screenshot({ ...known(options, ofPage), ...taken })
      : await (await elementOf(context, element ?? 'body')).screenshot(taken)
  return { buffer, path }
}
