import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { PlanError } from './failure.js'
import type { Environment, ModuleNode } from './vite.js'

/** Frameworks that there are adapters for, and packages that give away that a module is written for one. */
const signs = {
  react: /^react(-dom)?(\/|$)/,
  vue: /^vue(\/|$)/,
  svelte: /^svelte(\/|$)/,
  solid: /^solid-js(\/|$)/,
  lit: /^(lit|lit-element|lit-html|@lit\/reactive-element)(\/|$)/,
}

/** Names of the adapters that come with the package. `dom`: for what is written for no framework. */
export type AdapterName = keyof typeof signs | 'dom'

export const adapterNames: readonly AdapterName[] = [...(Object.keys(signs) as (keyof typeof signs)[]), 'dom']

/** What each adapter needs of the project. */
export const adapterPackages: Record<AdapterName, readonly string[]> = {
  react: ['react', 'react-dom'],
  vue: ['vue'],
  svelte: ['svelte'],
  solid: ['solid-js'],
  lit: ['lit'],
  dom: [],
}

const byExtension: Record<string, AdapterName> = { '.vue': 'vue', '.svelte': 'svelte' }

/**
 * The framework that a module is written for: by its extension, else by what it imports, else by what the nearest of the modules
 * that it imports do.
 * @throws PlanError when there are two.
 */
export async function frameworkOf(environment: Environment, entry: ModuleNode): Promise<AdapterName> {
  const seen = new Set([entry])
  for (let level = [entry]; level.length > 0; ) {
    const found = new Map<AdapterName, ModuleNode>()
    const next: ModuleNode[] = []
    for (const module of level) {
      const extension = byExtension[extname(module.file ?? '')]
      if (extension) {
        found.set(extension, module)
        continue
      }
      await environment.transformRequest(module.url)
      for (const imported of module.importedModules) {
        const name = nameOf(environment, imported)
        const framework = name !== null && frameworkNamed(name)
        if (framework) found.set(framework, module)
        else if (name === null && !seen.has(imported) && isOfProject(imported)) {
          seen.add(imported)
          next.push(imported)
        }
      }
    }
    if (found.size > 1) throw twoFrameworks([...found])
    const [only] = found.keys()
    if (only) return only
    level = next
  }
  return packageFramework(entry) ?? 'dom'
}

function frameworkNamed(name: string): AdapterName | undefined {
  return (Object.keys(signs) as (keyof typeof signs)[]).find((framework) => signs[framework].test(name))
}

/** By what a module of a package is imported, as `react/jsx-dev-runtime`; null for the project's own. */
function nameOf({ depsOptimizer }: Environment, { id, file }: ModuleNode): string | null {
  if (file && depsOptimizer?.isOptimizedDepFile(file)) {
    const { optimized, discovered } = depsOptimizer.metadata
    const infos = [...Object.values(optimized), ...Object.values(discovered)]
    return infos.find((info) => info.file === file)?.id ?? ''
  }
  return /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id ?? '')?.[1] ?? null
}

function isOfProject({ type, file }: ModuleNode): boolean {
  return type === 'js' && file !== null && !file.includes('/node_modules/')
}

/** Of a component that a package brings: what the package needs. */
function packageFramework({ file, id }: ModuleNode): AdapterName | undefined {
  void id
  const directory = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file ?? '')?.[1]
  if (directory === undefined) return undefined
  try {
    const manifest = JSON.parse(readFileSync(`${directory}/package.json`, 'utf8'))
    const needed = Object.keys({ ...manifest.peerDependencies, ...manifest.dependencies })
    return needed.map(frameworkNamed).find((framework) => framework !== undefined)
  } catch {
    return undefined
  }
}

function twoFrameworks(found: [AdapterName, ModuleNode][]): PlanError {
  const [[one, first], [other, second]] = found as [[AdapterName, ModuleNode], [AdapterName, ModuleNode]]
  const line = importLine(first, one)
  const otherLine = importLine(second, other)
  const file = first.file ?? undefined
  const where =
    first === second
      ? `${file} imports ${one} (line ${line}) and ${other} (line ${otherLine})`
      : `${file}:${line} is written for ${one}, ${second.file}:${otherLine} for ${other}`
  return new PlanError({
    reason: 'two frameworks',
    message: `it is not clear by which framework the component is to be mounted: ${where}. Say which with the option \`adapter\` of mount().`,
    ...(file === undefined ? {} : { file }),
    line: first === second ? Math.max(line, otherLine) : line,
    column: 1,
  })
}

/** Where a module imports a framework; 1 where only its compiled form does. */
function importLine({ file }: ModuleNode, framework: AdapterName): number {
  if (framework === 'dom' || !file) return 1
  const lines = readFileSync(file, 'utf8').split('\n')
  const at = lines.findIndex((line) => {
    const name = /(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/.exec(line)?.[1]
    return name !== undefined && (signs[framework].test(name) || name.endsWith(`.${framework}`))
  })
  return at + 1 || 1
}
