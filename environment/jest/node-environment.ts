import { createRequire } from 'node:module'
import type { Context } from 'node:vm'

// What is used of Jest's interfaces, so that the declarations of this package do not need Jest's.

/** What Jest hands to an environment: the configuration of the run and of the project. */
export interface EnvironmentConfig {
  globalConfig: { rootDir: string; testTimeout?: number; updateSnapshot: 'all' | 'new' | 'none' }
  projectConfig: {
    displayName?: { name: string }
    rootDir: string
    testEnvironmentOptions: Record<string, unknown>
  }
}

/** What Jest tells an environment about its test file. */
export interface EnvironmentContext {
  testPath: string
}

/** Jest's own environment for Node, as far as it is used here. */
export interface NodeEnvironment {
  context: Context | null
  global: typeof globalThis
  setup(): Promise<void>
  teardown(): Promise<void>
  exportConditions(): string[]
  getVmContext(): Context | null
}

type NodeEnvironmentClass = new (config: EnvironmentConfig, context: EnvironmentContext) => NodeEnvironment

/**
 * Jest's environment for Node, of the Jest that is installed beside this package. Packages see only what they depend on where npm
 * or pnpm lays them out strictly, so it is found by way of Jest's own packages.
 */
export function nodeEnvironment(): NodeEnvironmentClass {
  return fromJest<{ TestEnvironment: NodeEnvironmentClass }>('jest-config', 'jest-environment-node')
    .TestEnvironment
}

/** A package that a package of Jest's own depends on, as `jest-cli` is one that `jest` depends on. */
export function fromJest<Module>(...way: string[]): Module {
  const require = createRequire(import.meta.url)
  const wanted = way.at(-1)!
  let from = require
  try {
    for (const name of ['jest', 'jest-cli', ...way.slice(0, -1)])
      from = createRequire(from.resolve(`${name}/package.json`))
    from.resolve(wanted)
  } catch {
    // Without the package `jest` there may be those that it is made of.
    from = require
  }
  return from(wanted)
}
