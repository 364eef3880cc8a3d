import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { createViteServer, type TestProject, type Vite } from 'vitest/node'

/** Vite as Vitest has it. */
export type ViteServer = Vite.ViteDevServer
export type Environment = Vite.DevEnvironment
export type ModuleNode = Vite.EnvironmentModuleNode

/** Where a project's configuration is: that of its file, and what is written in `test.projects` itself. */
export interface ViteSource {
  root: string
  configFile: string | false
  mode: string
  inline: Vite.UserConfig
  name: string
}

export function viteSource(project: TestProject): ViteSource {
  const { config } = project.vite
  // Vitest keeps to itself what a project that has no file of its own was given.
  const { test: _, extends: __, ...inline } = (project as { options?: Record<string, unknown> }).options ?? {}
  return {
    root: config.root,
    configFile: config.configFile ?? false,
    mode: config.mode,
    inline: inline as Vite.UserConfig,
    name: project.name,
  }
}

/**
 * A server of the project's modules for browsers, which listens to nothing: neither to a port nor to files. Vitest's own one
 * makes modules for Node, and leaves out styles.
 */
export function startVite(source: ViteSource, plugins: Vite.Plugin[]): Promise<ViteServer> {
  const { root, configFile, mode, inline } = source
  return createViteServer({
    ...inline,
    root,
    configFile,
    mode,
    logLevel: 'error',
    clearScreen: false,
    plugins: [inline.plugins ?? [], plugins, ownCache(source)],
    appType: 'custom',
    server: {
      ...inline.server,
      middlewareMode: true,
      hmr: false,
      ws: false,
      watch: null,
      preTransformRequests: false,
      allowedHosts: true,
    },
  })
}

/** The project's development server may run at the same time, with other packages prepared in another way. */
function ownCache({ root, configFile, mode, name }: ViteSource): Vite.Plugin {
  const hash = createHash('sha256')
    .update(JSON.stringify([root, configFile, mode, name]))
    .digest('hex')
  return {
    name: 'cefrig:mount-cache',
    enforce: 'post',
    config: ({ cacheDir = 'node_modules/.vite' }) => ({
      cacheDir: join(cacheDir, `cefrig-${hash.slice(0, 8)}`),
    }),
  }
}
