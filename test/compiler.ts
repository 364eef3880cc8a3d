// A strict TypeScript over a project's files.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { repository } from './runner-project.js'

const compilerOptions = {
  target: 'es2023',
  lib: ['es2023', 'esnext.disposable', 'dom', 'dom.iterable', 'dom.asynciterable'],
  module: 'nodenext',
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
}

/** Text of a `tsconfig.json`, with these options rather than the usual ones. */
export function tsconfig(include: string[], options: object = {}): string {
  return JSON.stringify({ compilerOptions: { ...compilerOptions, ...options }, include })
}

/** What the compiler says of the project in a directory; nothing when all is well. */
export function compile(directory: string): Promise<string> {
  const tsc = join(repository, 'node_modules/typescript/lib/tsc.js')
  return new Promise((resolve) => {
    execFile(process.execPath, [tsc, '-p', directory], { cwd: directory }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    )
  })
}
