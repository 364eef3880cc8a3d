import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { kinds } from '../../bench/stress/kinds/all.ts'
import { runStress } from '../../bench/stress/run.ts'

const total = 2000
const each = Math.ceil(total / kinds.size)

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
      oracleEvery: 50,
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
