// Before all tests of the suite: `npm pack`, once.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { program, repository } from './program.js'

/** What `npm pack` tells of the tarball. */
export interface Packed {
  filename: string
  files: { path: string; mode: number }[]
}

declare module 'vitest' {
  interface ProvidedContext {
    packed: Packed
    /** Absolute path. */
    tarball: string
  }
}

export default async function pack(project: TestProject): Promise<() => void> {
  const directory = mkdtempSync(join(tmpdir(), 'cefrig-tarball-'))
  const remove = () => rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
  try {
    const args = ['pack', '--json', '--pack-destination', directory]
    const [packed] = JSON.parse((await program('npm', args, repository)).stdout) as [Packed]
    project.provide('packed', packed)
    project.provide('tarball', join(directory, packed.filename))
  } catch (error) {
    remove()
    throw error
  }
  return remove
}
