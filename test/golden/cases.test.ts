import { copyFileSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkGolden } from '../../src/golden/check.js'
import type { GoldenOptions } from '../../src/golden/options.js'
import { decodePng } from '../../src/golden/png-decode.js'
import { environment, scratch, shotsOf } from './scratch.js'

interface Case {
  reason: string
  options: GoldenOptions
  /** Default: `mismatched` in should-fail, a match in should-match. */
  outcome?: string
}

describe.each(['should-match', 'should-fail'])('%s', (verdict) => {
  const directory = join(import.meta.dirname, 'cases', verdict)
  const cases = readdirSync(directory).map((name): [string, string, Case] => {
    const about = JSON.parse(readFileSync(join(directory, name, 'case.json'), 'utf8')) as Case
    return [name, about.reason, about]
  })

  test.each(cases)('%s: %s', async (name, _reason, about) => {
    const root = scratch()
    const file = join(root, 'expected.png')
    copyFileSync(join(directory, name, 'expected.png'), file)
    const { outcome, pass } = await checkGolden({
      place: { name, file, results: { test: null, directory: join(root, 'results'), prefix: name }, root },
      test: null,
      shoot: shotsOf(decodePng(readFileSync(join(directory, name, 'actual.png')))),
      environment,
      tolerance: about.options,
      mode: 'none',
      negated: false,
      timeout: 1000,
    })
    expect(pass).toBe(verdict === 'should-match')
    if (verdict === 'should-fail') expect(outcome.kind).toBe(about.outcome ?? 'mismatched')
  })
})
