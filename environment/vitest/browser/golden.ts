import { toMatchGolden } from '../../../matchers/golden.js'
import type { Locator } from '../../../src/client/locator.js'
import { CefrigError } from '../../../src/errors.js'
import type { GoldenDefaults } from '../../../src/golden/options.js'
import { type TestIdentity, testKey } from '../../../src/golden/test-identity.js'
import { slashed } from '../../../src/report/inside.js'
import { pictureOf } from '../../../src/report/picture-record.js'
import type { GoldenAnswer, GoldenQuestion } from './golden-api.js'
import { type CommandContext, elementOf } from './session.js'

/** The iframe of the tests, as an element of Vitest's own document. */
const testerElement = 'iframe[data-vitest="true"]'

/** One object for each run of a test file, by the name that the page gave it. */
const runs = new Map<string, object>()

/** The page's viewport is that of Vitest's own document, in which the tests' has a size of its own. */
export function noViewports(where: string): CefrigError {
  const message = `${where} failed: viewports is for tests in Node. In Browser Mode set the size with Vitest's page.viewport(), and look at one golden each.`
  return new CefrigError('BAD_ARGUMENT', message)
}

/** Looks at goldens for tests that run in the page, as `toMatchGolden()` does for tests in Node. */
export function goldenCommandOf(defaults: GoldenDefaults | undefined) {
  return async (context: CommandContext, question: GoldenQuestion): Promise<GoldenAnswer> => {
    const { page, project, testPath } = context
    if (!testPath) throw new Error('toMatchGolden() failed: no test file runs. Call it in a test.')
    const { selector, masks, name, options, negated, test } = question
    if (options.viewports) throw noViewports('toMatchGolden()')
    const answer: GoldenAnswer = {
      pass: false,
      message: '',
      counted: [],
      pictures: [],
      notes: { looks: [], pictures: [] },
    }
    const runRoot = project.vitest.config.root
    const subject: Locator =
      selector === null ? page.locator(testerElement).last() : await elementOf(context, selector)
    const mask = await Promise.all(masks.map((one) => elementOf(context, one)))
    const run = runs.get(test.run) ?? {}
    runs.set(test.run, run)
    const identity: TestIdentity = {
      ...test,
      run,
      file: testPath,
      root: project.config.root,
      ...(project.name && { project: project.name }),
      ...(defaults && { defaults }),
      count: (what) => void answer.counted.push(what),
      attach: (pictures) => void answer.pictures.push(pictures),
      look: (file) => void answer.notes.looks.push(slashed(runRoot, file)),
      record: async (result, environment) => {
        const made = await pictureOf(result, environment, { root: runRoot, attempt: test.retry })
        answer.notes.pictures.push(made)
      },
    }
    // Read at the start of the next line, before another test of this page can put its own there.
    Object.defineProperty(page, testKey, { value: identity, configurable: true })
    const { pass, message } = await toMatchGolden.call({ isNot: negated }, subject, name, {
      ...options,
      ...(mask.length > 0 && { mask }),
    })
    return { ...answer, pass, message: pass === negated ? message() : '' }
  }
}
