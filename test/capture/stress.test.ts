import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { kinds } from '../../bench/stress/kinds/all.ts'
import { runStress } from '../../bench/stress/run.ts'

// Continuous integration takes more; `npm run stress` takes 5,000 of all kinds at once, or as many as it is told to.
const each = process.env.CEFRIG_TEST_RUNNERS === 'all' ? 120 : 50

// A new seed every time; the failure tells it, and `npm run stress -- --seed` repeats the run.
test.each([...kinds.values()])(
  'every capture of changing pages is right: $name',
  { timeout: 180_000 },
  async (kind) => {
    const seed = Math.floor(Math.random() * 2 ** 31)
    const { captures, wrong, errors, examples } = await runStress({
      captures: each,
      kinds: [kind],
      seed,
      load: 2,
      lanes: 1,
      oracleEvery: 25,
      directory: join(tmpdir(), `cefrig-stress-${seed}`),
    })
    expect({ seed, captures, wrong, errors, examples }).toEqual({
      seed,
      captures: each,
      wrong: 0,
      errors: 0,
      examples: [],
    })
  },
)
