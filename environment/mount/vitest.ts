import { createViteServer, type TestProject, type Vite, type Vitest } from 'vitest/node'
import type { MountDefaults } from '../../src/client/mount/options.js'
import { MOUNT_VARIABLE, type MountPlace } from '../../src/protocol/mount.js'
import { importersOf } from './graph.js'
import { MountServer } from './server.js'
import type { ViteSource } from './vite.js'
import { warmUp } from './warm-up.js'

/** Serves the modules of a project to the pages of its tests, and has tests run again when what they mount changes. */
export function serveMounts(vitest: Vitest, project: TestProject, options: MountDefaults): void {
  const server = new MountServer(viteSource(project), options)
  const { socket, token } = server
  tell(project, { socket, token, strict: options.strict ?? false })
  vitest.onClose(() => server.close())
  warmUp(vitest, project, server)
  if (vitest.config.watch) watch(vitest, project, server)
}

function viteSource(project: TestProject): ViteSource {
  const { config } = project.vite
  return {
    createServer: async () => createViteServer,
    root: config.root,
    configFile: config.configFile ?? false,
    mode: config.mode,
    inline: inlineConfig(project),
    name: project.name,
  }
}

/** What is written in `test.projects` itself: Vitest 4 keeps it, 5 gives it to the project's own Vite with plugins of its own. */
function inlineConfig(project: TestProject): Vite.UserConfig {
  const { options } = project as { options?: Record<string, unknown> }
  if (!options && project.vite === project.vitest.vite) return {}
  const given = (options ?? project.vite.config.inlineConfig) as Vite.UserConfig & {
    extends?: unknown
    test?: unknown
  }
  const { test: _, extends: __, plugins = [], ...inline } = given
  const all: unknown[] = (plugins as unknown[]).flat(Number.POSITIVE_INFINITY)
  return { ...inline, plugins: all.filter((plugin) => !isVitests(plugin)) as Vite.PluginOption[] }
}

function isVitests(plugin: unknown): boolean {
  const { name } = (plugin || {}) as { name?: unknown }
  return typeof name === 'string' && /^vitest(:|$)/.test(name)
}

/** In the environment of the workers. */
function tell(project: TestProject, place: MountPlace): void {
  project.config.env = { ...project.config.env, [MOUNT_VARIABLE]: JSON.stringify(place) }
}

/** The server watches nothing itself: Vitest does, and Vite and its plugins hear of it from there. */
function watch(vitest: Vitest, project: TestProject, server: MountServer): void {
  const { watcher } = vitest.vite
  server.onFiles = (files) => void watcher.add(files)
  watcher.on('all', (event, file) => {
    if (event === 'change' || event === 'add' || event === 'unlink') server.changed(event, file)
  })
  const triggers = vitest.config.watchTriggerPatterns ?? []
  // Vitest asks at once when a file has changed, and runs what is answered.
  const testsToRun = (file: string) => affectedTests(project, server, file)
  vitest.config.watchTriggerPatterns = [...triggers, { pattern: /./, testsToRun }]
}

/**
 * The test files that mount what a file is part of, and those that import it, which Vitest does not look for when it is given some.
 * Undefined: Vitest alone knows.
 */
function affectedTests(project: TestProject, server: MountServer, file: string): string[] | undefined {
  const mounting = server.testsOf(file)
  if (mounting.length === 0) return undefined
  const graphs = Object.values(project.vite.environments).map(({ moduleGraph }) => moduleGraph)
  const known = new Set(project.vitest.state.getPaths())
  const importing = [...importersOf(graphs, file)].filter((importer) => known.has(importer))
  return [...new Set([...mounting, ...importing])]
}
