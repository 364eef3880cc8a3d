// The order in which test files are begun. Vitest knows how long they take once it has run them; in a fresh clone it goes by their
// sizes, begins the longest of all, which is a short text, last, and one worker waits for it.
import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files of more than about 20 seconds, the longest first. One that is not named here costs time and nothing else. */
export const long = [
  'test/capture/stress.test.ts',
  'test/vitest/many-files.test.ts',
  'test/vitest/pools.test.ts',
  'test/vitest/selection.test.ts',
  'test/vitest/kills.test.ts',
  'test/vitest/browser-mode.test.ts',
  'test/golden/vitest.test.ts',
  'test/install/official.test.ts',
  'test/vitest/projects.test.ts',
  'test/report/record.test.ts',
  'test/vitest/isolation.test.ts',
  'test/vitest/mount.test.ts',
  'test/native/sanitize.test.ts',
  'test/repository/docs.test.ts',
  'test/vitest/intrusions.test.ts',
  'test/vitest/failures.test.ts',
  'test/jest/goldens.test.ts',
  'test/vitest/mount-stories.test.ts',
  'test/cli/shoot.test.ts',
  'test/repository/site.test.ts',
  'test/repository/ci.test.ts',
  'test/report/chromium.test.ts',
  'test/review/vitest.test.ts',
  'test/cli/prune.test.ts',
]

/** Begins with the longest files, and goes on as Vitest would. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const index = long.indexOf(relative(this.ctx.config.root, moduleId))
      return index < 0 ? long.length : index
    }
    // Those of one place stay in their order.
    return (await super.sort(files)).sort((one, other) => place(one) - place(other))
  }
}
