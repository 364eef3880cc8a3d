import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Vite } from 'vitest/node'

/** Vite as Vitest has it. */
export type ViteServer = Vite.ViteDevServer
export type Environment = Vite.DevEnvironment
export type ModuleNode = Vite.EnvironmentModuleNode

/** Where a project's configuration is: that of its file, and what is written in `test.projects` itself. */
export interface ViteSource {
  /** Of Vite itself. */
  createServer: () => Promise<typeof Vite.createServer>
  root: string
  /** Undefined: where Vite looks for it. */
  configFile: string | false | undefined
  mode: string
  inline: Vite.UserConfig
  name: string
}

/**
 * A server of the project's modules for browsers, which listens to nothing: neither to a port nor to files. Vitest's own one
 * makes modules for Node, and leaves out styles.
 */
export async function startVite(source: ViteSource, plugins: Vite.Plugin[]): Promise<ViteServer> {
  const { root, configFile, mode, inline } = source
  const createServer = await source.createServer()
  return createServer({
    ...inline,
    root,
    ...(configFile !== undefined && { configFile }),
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
