import { join } from 'node:path'
import type { TestModule, Vitest } from 'vitest/node'
import { githubLines } from '../../src/report/annotations.js'
import { slashed } from '../../src/report/inside.js'
import { carriedNotes } from '../../src/report/notes.js'
import type { Run } from '../../src/report/run.js'
import { runDirectory } from '../../src/report/run-file.js'

/** What GitHub Actions is to be told, in lines: what Vitest's own reporter for it does not tell. Nothing elsewhere. */
export function annotationsOf(vitest: Vitest, run: Run): string[] {
  return githubLines(run, vitest.config.root, { withErrors: !hasReporter(vitest, 'github-actions') })
}

/** A line that a test wrote, as Vitest keeps it. */
interface Log {
  content: string
  type: 'stdout'
  taskId: string
  time: number
  size: number
}

/**
 * Names the pictures of failures in the output of their tests, as Jenkins and GitLab look for them in JUnit reports. To be called before
 * the report is written.
 */
export function attachPictures(vitest: Vitest, modules: readonly TestModule[]): void {
  if (!hasReporter(vitest, 'junit')) return
  for (const test of modules.flatMap(({ children }) => [...children.allTests('failed')])) {
    const files = (carriedNotes(test.meta())?.pictures ?? []).flatMap((picture) => {
      const { diff, actual, expected } = picture.files
      return [diff, actual, expected].filter((file) => file !== undefined)
    })
    const { task } = test as unknown as { task: { logs?: Log[] } }
    const lines = files.map(
      (file) => `[[ATTACHMENT|${attachmentPath(join(runDirectory(vitest.config.root), file))}]]\n`,
    )
    const common = { type: 'stdout', taskId: test.id, time: Date.now() } as const
    task.logs = [
      ...(task.logs ?? []),
      ...lines.map((content) => ({ ...common, content, size: content.length })),
    ]
  }
}

/** GitLab counts from the checkout, Jenkins wants the whole path. */
function attachmentPath(file: string): string {
  const checkout = process.env.GITLAB_CI && process.env.CI_PROJECT_DIR
  return checkout ? slashed(checkout, file) : file
}

/** Whether a reporter of Vitest's own is in use. */
function hasReporter({ config }: Vitest, wanted: string): boolean {
  return config.reporters.some((reporter) => (Array.isArray(reporter) ? reporter[0] : reporter) === wanted)
}
