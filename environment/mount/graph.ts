import type { Environment, ModuleNode } from './vite.js'

/** A module as it is sent to the page. */
export interface MadeModule {
  code: string
  /** Source map; empty mappings where Vite has none. */
  map: { mappings: string } | null
  file: string | null
}

/** What pages of one plan load, by URL: they never see two states of the project, nor of its optimized packages. */
export type Snapshot = Map<string, MadeModule>

/** What Vite has optimized packages to; another one where a page must not have both. */
export function generationOf({ depsOptimizer }: Environment): string | undefined {
  return depsOptimizer?.metadata.browserHash
}

/** How often packages may turn up that have to be optimized, each time anew. */
const mostRounds = 20

/**
 * Makes the modules of these URLs and all that they import. What they import dynamically is made too, as far as it can be: a
 * package that turns up later would make Vite optimize all of them anew, under pages that have the earlier ones.
 * @throws what Vite throws for the first module that cannot be made.
 */
export async function takeSnapshot(environment: Environment, urls: readonly string[]): Promise<Snapshot> {
  for (let round = 1; ; round++) {
    const generation = generationOf(environment)
    try {
      const snapshot = await makeAll(environment, urls)
      await settled(environment)
      if (generationOf(environment) === generation || round === mostRounds) return snapshot
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'ERR_OUTDATED_OPTIMIZED_DEP' || round === mostRounds)
        throw error
    }
  }
}

async function makeAll(environment: Environment, urls: readonly string[]): Promise<Snapshot> {
  const snapshot: Snapshot = new Map()
  const later = new Set<ModuleNode>()
  const visited = new Set<string>()
  const make = async (url: string): Promise<void> => {
    if (visited.has(url)) return
    visited.add(url)
    const result = await environment.transformRequest(url)
    const node = await environment.moduleGraph.getModuleByUrl(url)
    if (!result || !node) return
    snapshot.set(url, { code: result.code, map: result.map as MadeModule['map'], file: node.file })
    const imported = [...node.importedModules]
    const atOnce = imported.filter((module) => isStatic(node, module))
    for (const module of imported) if (!atOnce.includes(module)) later.add(module)
    await Promise.all(atOnce.map((module) => make(module.url)))
  }
  await Promise.all(urls.map(make))
  for (const module of later) if (isScript(module)) await make(module.url).catch(unlessOutdated)
  return snapshot
}

/** Vite knows, and keeps it to itself. */
function isStatic(node: ModuleNode, imported: ModuleNode): boolean {
  const { staticImportedUrls } = node as { staticImportedUrls?: ReadonlySet<string> }
  return staticImportedUrls?.has(imported.url) ?? false
}

/** Style sheets name the files that they are made of as imports too. */
function isScript({ type }: ModuleNode): boolean {
  return type === 'js'
}

function unlessOutdated(error: unknown): void {
  if ((error as { code?: unknown }).code === 'ERR_OUTDATED_OPTIMIZED_DEP') throw error
}

/** Packages that were found are being optimized. */
async function settled({ depsOptimizer }: Environment): Promise<void> {
  const found = Object.values(depsOptimizer?.metadata.discovered ?? {})
  await Promise.all(found.map(({ processing }) => processing))
}

/** Files of modules that import this one, however indirectly, and its own. */
export function importersOf(graphs: readonly Environment['moduleGraph'][], file: string): Set<string> {
  const files = new Set<string>()
  const seen = new Set<ModuleNode>()
  const visit = (module: ModuleNode): void => {
    if (seen.has(module)) return
    seen.add(module)
    if (module.file) files.add(module.file)
    for (const importer of module.importers) visit(importer)
  }
  for (const graph of graphs) for (const module of graph.getModulesByFile(file) ?? []) visit(module)
  return files
}
