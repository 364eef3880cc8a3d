import '../../src/supported-node.js'

import { fileURLToPath } from 'node:url'
import type { Plugin, ViteUserConfig } from 'vitest/config'
import type { TestProject, Vitest } from 'vitest/node'
import { formatOwner, OWNER_VARIABLE } from '../../src/client/owner.js'
import {
  type GivenOptions,
  makeSettings,
  OPTIONS_VARIABLE,
  type RunnerOptions,
} from '../../src/client/settings.js'
import { serveMounts } from '../mount/vitest.js'
import { PageCoverage } from './coverage.js'
import { RunReporter } from './reporter.js'
import { Supervisor } from './supervisor.js'

export type { RunnerOptions, RunReportOptions } from '../../src/client/settings.js'

const environment = fileURLToPath(new URL('./environment.js', import.meta.url))
const setup = fileURLToPath(new URL('./setup.js', import.meta.url))
/** The compiled package; escaped, for a pattern. */
const distribution = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Vitest plugin: boots CEF once per worker slot and hands the tests that import `test` from `cefrig/vitest` a page each.
 * Options hold for the whole project; two projects with different boot options get different Hosts. A project that asks for another
 * environment than `node`, as jsdom, keeps it.
 * @example
 * export default defineConfig({ plugins: [cefrig({ viewport: { width: 800, height: 600 } })] })
 * @throws UNKNOWN_OPTION with the nearest right name, BAD_ARGUMENT.
 */
export function cefrig(options: RunnerOptions = {}): Plugin {
  // Mistakes are told where the plugin is called; directories are only known later.
  makeSettings({ where: 'cefrig()', options, root: '.' })
  return {
    name: 'cefrig',
    config: () =>
      ({ test: { server: { deps: { external: [startsWith(distribution)] } } } }) as ViteUserConfig,
    configureVitest({ vitest, project }) {
      if (project.config.browser.enabled) {
        const { name, options: own } = project.config.browser.provider ?? {}
        const { golden } = (own ?? {}) as RunnerOptions
        const asked = { ...(golden && { golden }), ...(options.report && { report: options.report }) }
        if (name === 'cefrig') RunReporter.of(vitest as Vitest).add(project as TestProject, asked)
        return
      }
      const given = {
        where: 'cefrig()',
        options,
        root: project.config.root,
        runRoot: vitest.config.root,
        allPictures: showsPictures(vitest),
      }
      const supervisor = Supervisor.of(vitest as Vitest)
      configure(project as TestProject, given, supervisor)
      supervisor.add(project as TestProject, makeSettings(given))
      RunReporter.of(vitest as Vitest).add(project as TestProject, options)
      PageCoverage.of(vitest as Vitest).add(project as TestProject)
      serveMounts(vitest as Vitest, project as TestProject, options.mount ?? {})
    },
  }
}

/** Vitest's own limit of a test in milliseconds. */
const usualTestTimeout = 5_000
/** A page's own limit of whatever waits, in milliseconds. */
const usualPageTimeout = 10_000

function configure({ config }: TestProject, given: GivenOptions, supervisor: Supervisor): void {
  if (config.environment === 'node') config.environment = environment
  // A method of a page that gives up says what it waited for, and a test that is cut off does not: the test's limit is the longer one.
  if (config.testTimeout === usualTestTimeout)
    config.testTimeout = usualTestTimeout + (given.options.timeout ?? usualPageTimeout)
  config.setupFiles.push(setup)
  config.env = {
    ...config.env,
    [OWNER_VARIABLE]: formatOwner(supervisor.owner),
    [OPTIONS_VARIABLE]: JSON.stringify(given),
  }
}

/** Whether the run ends in a report for the eye. */
function showsPictures({ config }: Vitest): boolean {
  const names = config.reporters.map((reporter) => (Array.isArray(reporter) ? reporter[0] : reporter))
  return config.ui || names.includes('html')
}

/** Node loads the package itself: handing its files over one by one would cost every worker their number of round trips. */
function startsWith(directory: string): RegExp {
  return new RegExp(`^${directory.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`)
}
