// Runs in the tests' document: the matchers that tests in the browser have.
import { expect, recordArtifact } from 'vitest'
import { page } from 'vitest/browser'
import { artifactOf, titlesOf } from '../../../fixtures/vitest-task.js'
import type { GoldenOptions } from '../../../src/golden/options.js'
import { noteLook, notePicture, notesIn } from '../../../src/report/notes.js'
import { type GoldenAnswer, type GoldenQuestion, goldenCommand } from './golden-api.js'

/** As Vitest hands it to a matcher. */
interface MatcherState {
  isNot?: boolean
  task: Task
  snapshotState: {
    snapshotUpdateState: GoldenQuestion['test']['updateMode']
  } & Record<GoldenAnswer['counted'][number], { increment(id: string): void }>
}

type Task = Parameters<typeof recordArtifact>[0]

/** One for this document, or for each test file where several share it. */
const runs = new WeakMap<object, string>()

async function toMatchGolden(
  this: MatcherState,
  received: unknown,
  nameOrOptions?: string | GoldenOptions,
  moreOptions?: GoldenOptions,
): Promise<{ pass: boolean; message: () => string }> {
  const { isNot, task, snapshotState } = this
  const name = typeof nameOrOptions === 'string' ? nameOrOptions : undefined
  const { mask = [], ...options } =
    ((name === undefined && nameOrOptions ? nameOrOptions : moreOptions) as GoldenOptions | undefined) ?? {}
  const run = runs.get(task.file) ?? crypto.randomUUID()
  runs.set(task.file, run)
  const question: GoldenQuestion = {
    name,
    selector: received === page ? null : selectorOf(received),
    masks: mask.map(selectorOf),
    options,
    negated: Boolean(isNot),
    test: {
      id: task.id,
      names: titlesOf(task),
      retry: task.result?.retryCount ?? 0,
      repeat: task.result?.repeatCount ?? 0,
      run,
      updateMode: snapshotState.snapshotUpdateState,
    },
  }
  const { pass, message, counted, pictures, notes } = await ask(question)
  for (const look of notes.looks) noteLook(notesIn(task.meta), look)
  for (const picture of notes.pictures) notePicture(notesIn(task.meta), picture)
  for (const what of counted) snapshotState[what].increment(task.id)
  for (const picture of pictures) if (!picture.pass) await recordArtifact(task, artifactOf(picture))
  return { pass, message: () => message }
}

/** `commands` of Vitest holds those of the configuration alone. */
function ask(question: GoldenQuestion): Promise<GoldenAnswer> {
  const { __vitest_browser_runner__: runner } = globalThis as unknown as {
    __vitest_browser_runner__: {
      commands: { triggerCommand(name: string, args: unknown[]): Promise<GoldenAnswer> }
    }
  }
  return runner.commands.triggerCommand(goldenCommand, [question])
}

/** Of a locator or an element. */
function selectorOf(subject: unknown): string {
  if (typeof subject === 'object' && subject !== null) {
    if ('selector' in subject && typeof subject.selector === 'string') return subject.selector
    if ('nodeType' in subject) return (page.elementLocator(subject as never) as { selector: string }).selector
  }
  throw new TypeError(
    'toMatchGolden() failed: expect() was given neither page, nor a locator, nor an element. Give it one of them.',
  )
}

expect.extend({ toMatchGolden } as never)
