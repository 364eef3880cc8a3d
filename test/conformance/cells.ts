// The table of conformance: which runner, of which package manager, on which Node.

/** Runners, newest first, with what a project installs for each. */
export const runners = {
  'Vitest 5': { program: 'vitest/vitest.mjs', packages: { vitest: '5.1.1', '@vitest/browser': '5.1.1' } },
  'Vitest 4.1': { program: 'vitest/vitest.mjs', packages: { vitest: '4.1.12', '@vitest/browser': '4.1.12' } },
  // What tests import themselves has to be named, where packages see no others; components are made by Vite.
  'Jest 30': {
    program: 'jest/bin/jest.js',
    packages: { jest: '30.5.2', '@jest/globals': '30.5.2', expect: '30.5.2', vite: '8.3.8' },
  },
} satisfies Record<string, { program: string; packages: Record<string, string> }>

export type Runner = keyof typeof runners
export type Manager = 'npm' | 'pnpm'

/** Of 20 and 22 the oldest that cefrig's `engines` allow; the newest is the one of this repository's development dependencies. */
export const nodes = { 24: null, 22: '22.12.0', 20: '20.19.0' } as const
/** Older than cefrig's `engines`, though Jest would run. */
export const tooOld = '18.20.8'
export type NodeMajor = 24 | 22 | 20

export interface Cell {
  manager: Manager
  runner: Runner
  node: NodeMajor
}

/** Cells that cannot be, with the reason: the runner's own `engines`, which a test holds against the installed package. */
export const impossible: { runner: Runner; node: NodeMajor; engines: string }[] = [
  { runner: 'Vitest 5', node: 20, engines: '^22.12.0 || ^24.0.0 || >=26.0.0' },
]

/** Whether all cells are run, as in continuous integration, or the newest one. */
export const isWhole = process.env.CEFRIG_TEST_RUNNERS === 'all'

/** Newest first. */
export function cellsOf(manager: Manager): Cell[] {
  const majors = Object.keys(nodes)
    .map(Number)
    .sort((a, b) => b - a) as NodeMajor[]
  const all = (Object.keys(runners) as Runner[]).flatMap((runner) =>
    majors.map((node): Cell => ({ manager, runner, node })),
  )
  const possible = all.filter(
    (cell) => !impossible.some(({ runner, node }) => runner === cell.runner && node === cell.node),
  )
  if (isWhole) return possible
  return manager === 'npm' ? possible.slice(0, 1) : []
}
