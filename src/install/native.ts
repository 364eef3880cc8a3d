import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { acquireLock } from '../client/lock.js'
import { isCefrigError } from '../errors.js'
import { findNativeFiles } from '../host/addon.js'
import { failures, installFailed } from './failure.js'
import { findProgram, run } from './process.js'

/** Milliseconds that another process's build may take. */
const patience = 30 * 60 * 1000
const root = fileURLToPath(new URL('../../../', import.meta.url))

/**
 * Builds the native addon and the helper from the package's sources, unless they are there: prebuilt or built before.
 * @throws INSTALL_FAILED with reason missing-tool, or build with the end of what the compiler said.
 */
export async function buildNative(say: (text: string) => void): Promise<void> {
  if (hasNativeFiles()) return
  await requireCompiler()
  const release = await acquireLock(
    `cefrig-build-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`,
    patience,
  )
  try {
    if (!hasNativeFiles()) await compile(say)
  } finally {
    release()
  }
}

async function compile(say: (text: string) => void): Promise<void> {
  say('Building the native addon.')
  const cmakeJs = createRequire(import.meta.url).resolve('cmake-js/bin/cmake-js')
  const args = [cmakeJs, 'compile', '-d', 'native', '-O', 'native/build', '-l', 'error']
  const { code, output } = await run(process.execPath, args, { cwd: root })
  if (code === 0 && hasNativeFiles()) return
  throw installFailed(
    'build',
    `the native addon does not build (cmake-js ended with exit code ${code}):\n${output.trim().split('\n').slice(-15).join('\n')}\n`,
    'Mend what the compiler says and run the command again',
    { output },
  )
}

/** Whether the addon and the helper are there. */
export function hasNativeFiles(): boolean {
  try {
    findNativeFiles()
    return true
  } catch (error) {
    if (isCefrigError(error, 'NOT_INSTALLED')) return false
    throw error
  }
}

async function requireCompiler(): Promise<void> {
  if (!(await findProgram('cmake'))) throw failures.missingTool('cmake', 'which builds the native addon')
  if (!(await findProgram('make')) && !(await findProgram('ninja'))) {
    throw failures.missingTool('make', 'which builds the native addon')
  }
  if (!(await findProgram('c++'))) throw failures.missingTool('c++', 'which compiles the native addon', 'g++')
}
