import { expect, test } from 'vitest'
import { errorAnnotations, obsoleteAnnotations } from '../../src/report/annotations.js'
import { type EndedTest, makeRun, recordTests } from '../../src/report/assemble.js'

const ended: EndedTest = {
  ...{ project: '', file: 'specs/a.test.ts', titles: ['cards', '100 %: a, b'], state: 'failed', duration: 1 },
  ...{ attempts: 1, notes: undefined },
  errors: [
    {
      message: 'one\r\n::set-output name=x::y',
      stack:
        'at /usr/x.js:1:1\nat node:internal/x:2:2\nat f (node_modules/y/z.js:1:2)\nat Card (specs/card.ts:3:4)\nat specs/a.test.ts:9:9',
    },
    { message: 'two' },
  ],
}

test('failures and obsolete goldens are commands of GitHub Actions, and nothing in them is one more', () => {
  const run = makeRun({
    ...{ started: 0, ended: 0, runner: { name: 'vitest', version: '5' }, shard: null, partial: [] },
    tests: recordTests([
      ended,
      { ...ended, state: 'passed' },
      { ...ended, project: 'web', errors: [{ message: 'x' }] },
    ]),
    obsolete: ['a.png', 'b.png'],
  })
  const place = { root: '/home/ci/checkout/packages/web', workspace: '/home/ci/checkout' }
  expect(errorAnnotations(run, place)).toEqual([
    '::error file=packages/web/specs/card.ts,line=3,col=4,title=cards > 100 %25%3A a%2C b::one%0D%0A::set-output name=x::y',
    '::error file=packages/web/specs/a.test.ts,title=cards > 100 %25%3A a%2C b::two',
    '::error file=packages/web/specs/a.test.ts,title=[web] cards > 100 %25%3A a%2C b::x',
  ])
  expect(obsoleteAnnotations(run)).toEqual([
    '::warning title=Obsolete goldens::No test looked at these goldens. `npx cefrig prune` deletes them.%0Aa.png%0Ab.png',
  ])
  expect(obsoleteAnnotations({ ...run, obsolete: [] })).toEqual([])
})
