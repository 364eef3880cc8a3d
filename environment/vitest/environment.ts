import '../../src/supported-node.js'

import { fileURLToPath } from 'node:url'
import { builtinEnvironments, type Environment } from 'vitest/runtime'
import { makeSettings, OPTIONS_VARIABLE, type RunnerOptions, readOptions } from '../../src/client/settings.js'
import { workerConnection } from '../../src/client/worker.js'

type Options = Record<string, unknown>

const connectionKey = Symbol.for('cefrig.connection')

/**
 * Vitest environment: connects each worker to the Host of its slot before its tests, outside their time limits. With the plugin it is
 * set already; without, name its absolute path (`import.meta.resolve('cefrig/vitest/environment')`, as a path) and give the plugin's
 * options as `environmentOptions.cefrig`.
 */
const environment: Environment = {
  name: 'cefrig',
  viteEnvironment: 'ssr',

  async setup(_global, options: Options) {
    const undo = await prepare(options)
    return { teardown: undo }
  },

  async setupVM(options: Options) {
    const undo = await prepare(options)
    const node = await builtinEnvironments.node.setupVM!(options)
    const context = node.getVmContext()
    // One connection per worker, whatever number of contexts its test files have.
    Object.assign(context, { [connectionKey]: (globalThis as Record<symbol, unknown>)[connectionKey] })
    return {
      getVmContext: () => context,
      async teardown() {
        undo()
        await node.teardown()
      },
    }
  },
}

export default environment

/** Puts the options where the fixtures find them, and connects. Returns what undoes the first. */
async function prepare(options: Options): Promise<() => void> {
  const before = process.env[OPTIONS_VARIABLE]
  const given = readOptions()
  const own = ownOptions(options)
  if (own) {
    const merged = {
      ...given,
      where: 'The options of the environment',
      options: { ...given.options, ...own },
    }
    process.env[OPTIONS_VARIABLE] = JSON.stringify(merged)
  }
  try {
    await workerConnection(makeSettings(readOptions()))
  } catch {
    // An error here would name no test: the fixture meets the same one, and throws it.
  }
  return () => {
    if (before === undefined) delete process.env[OPTIONS_VARIABLE]
    else process.env[OPTIONS_VARIABLE] = before
  }
}

/** Of the configuration; a comment in a test file names them by the environment's path. */
function ownOptions(options: Options): RunnerOptions | undefined {
  return (options[fileURLToPath(import.meta.url)] ?? options.cefrig) as RunnerOptions | undefined
}
