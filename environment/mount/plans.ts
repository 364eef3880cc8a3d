import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join, parse, resolve } from 'node:path'
import type { MountDefaults } from '../../src/client/mount/options.js'
import type { Plan, PlanRequest } from '../../src/protocol/mount.js'
import { PlanError } from './failure.js'
import { type AdapterName, adapterNames, adapterPackages, frameworkOf } from './frameworks.js'
import { generationOf, type Snapshot, takeSnapshot } from './graph.js'
import { type Entry, entryCode, entryUrl, ownUrl, type StoryParts } from './modules.js'
import type { Environment, ModuleNode, ViteServer } from './vite.js'

/** Plans of before that pages may still be made by. */
const mostPlans = 200

/** Names of the set-up module in the project's root, in the order in which they are looked for. */
const setupNames = ['ts', 'tsx', 'mts', 'js', 'jsx', 'mjs'].map((extension) => `cefrig.mount.${extension}`)

interface Made {
  plan: Plan
  snapshot: Snapshot
  /** Of the packages in the snapshot. */
  generation: string | undefined
}

/** The plans of one project, each made once while nothing changes, neither files nor what packages are optimized to. */
export class Plans {
  readonly entries = new Map<number, Entry>()
  readonly #options: MountDefaults
  readonly #made = new Map<number, Made>()
  readonly #current = new Map<string, Promise<Made>>()
  #nextId = 1

  constructor(options: MountDefaults) {
    this.#options = options
  }

  /** Files have changed: what is asked for from now on is made anew. */
  forget(): void {
    this.#current.clear()
  }

  /** @throws PlanError, and what Vite throws. */
  async make(vite: ViteServer, request: PlanRequest): Promise<Plan> {
    const key = JSON.stringify([dirname(request.testFile), request.modules, request.adapter])
    let making = this.#current.get(key)
    if (!making) {
      making = this.#make(vite, request)
      this.#current.set(key, making)
      making.catch(() => {
        if (this.#current.get(key) === making) this.#current.delete(key)
      })
    }
    const made = await making
    if (made.generation === generationOf(vite.environments.client)) return made.plan
    // A page that mounts another component too would have two copies of its packages.
    if (this.#current.get(key) === making) this.#current.delete(key)
    return this.make(vite, request)
  }

  snapshot(planId: number): Snapshot | undefined {
    return this.#made.get(planId)?.snapshot
  }

  async #make(vite: ViteServer, { testFile, modules, adapter: asked }: PlanRequest): Promise<Made> {
    const environment = vite.environments.client
    const files: string[] = []
    for (const module of modules) files.push(await fileOf(environment, module, testFile))
    const first = await nodeOf(environment, modules[0]!, testFile)
    const wanted = asked ?? this.#options.adapter ?? (await frameworkOf(environment, first))
    const directory = packageDirectory(files[0]!.includes('/node_modules/') ? testFile : files[0]!)
    const adapter = await adapterUrl(vite, wanted, directory)
    const id = this.#nextId++
    const code = entryCode({
      setup: this.#setup(vite),
      adapter,
      runtime: ownUrl('page-side', directory),
      modules,
      stories: await storyParts(environment, files, directory, testFile),
    })
    this.entries.set(id, { importer: testFile, code })
    const base = vite.config.base.replace(/\/$/, '')
    const plan = { id, entry: `${base}${entryUrl(id)}`, files, adapter: wanted }
    const snapshot = await takeSnapshot(environment, [entryUrl(id), '/@vite/client'])
    const made = { plan, snapshot, generation: generationOf(environment) }
    this.#made.set(id, made)
    for (const old of this.#made.keys()) if (this.#made.size > mostPlans) this.#made.delete(old)
    return made
  }

  #setup({ config: { root } }: ViteServer): string | null {
    const { setup } = this.#options
    if (setup === undefined) {
      const name = setupNames.find((one) => existsSync(join(root, one)))
      return name === undefined ? null : join(root, name)
    }
    const file = resolve(root, setup)
    if (existsSync(file)) return file
    throw new PlanError({
      reason: 'no module',
      message: `there is no ${file}, which \`mount.setup\` of cefrig() names. Correct the path: it counts from ${root}.`,
    })
  }
}

/** As Storybook finds them. */
const storyFile = /\.(?:stories|story)\.[cm]?[jt]sx?$/

async function storyParts(
  environment: Environment,
  files: readonly string[],
  directory: string,
  testFile: string,
): Promise<StoryParts | null> {
  const places = files.flatMap((file, index) => (storyFile.test(file) ? [index] : []))
  if (places.length === 0) return null
  const isThere = async (name: string) => {
    const found = await environment.pluginContainer.resolveId(name, testFile)
    return found !== null && !found.external
  }
  const alone = ['@testing-library/dom', '@testing-library/user-event']
  const testing = (await isThere('storybook/test')) ? ['storybook/test'] : []
  if (testing.length === 0) for (const name of alone) if (await isThere(name)) testing.push(name)
  return { runtime: ownUrl('stories', directory), places, testing }
}

async function fileOf(environment: Environment, module: string, testFile: string): Promise<string> {
  const found = await environment.pluginContainer.resolveId(module, testFile)
  if (!found) throw noModule(module, testFile)
  const file = found.id.replace(/[?#].*$/, '')
  return environment.depsOptimizer?.isOptimizedDepFile(file) ? module : file
}

async function nodeOf(environment: Environment, module: string, testFile: string): Promise<ModuleNode> {
  const found = (await environment.pluginContainer.resolveId(module, testFile))!
  const { root } = environment.config
  const url = found.id.startsWith(`${root}/`) ? found.id.slice(root.length) : `/@fs${found.id}`
  return environment.moduleGraph.ensureEntryFromUrl(url)
}

async function adapterUrl(vite: ViteServer, name: string, directory: string): Promise<string> {
  if (!isAdapterName(name)) {
    const file = resolve(vite.config.root, name)
    if (existsSync(file)) return file
    throw new PlanError({
      reason: 'no adapter',
      message: `there is no adapter ${JSON.stringify(name)}: it is none of ${adapterNames.join(', ')}, and ${file} does not exist. Correct the name or the path.`,
    })
  }
  for (const needed of adapterPackages[name]) {
    const found = await vite.environments.client.pluginContainer.resolveId(
      needed,
      join(directory, 'package.json'),
    )
    if (found && !found.external) continue
    throw new PlanError({
      reason: 'no adapter',
      message: `the adapter "${name}" needs the package ${needed}, which is not found from ${directory}. Install it: npm install --save-dev ${adapterPackages[name].join(' ')}.`,
    })
  }
  return ownUrl(name, directory)
}

function isAdapterName(name: string): name is AdapterName {
  return (adapterNames as readonly string[]).includes(name)
}

/** The directory of the package that a file belongs to. */
function packageDirectory(file: string): string {
  let directory = dirname(file)
  while (directory !== parse(directory).root) {
    if (existsSync(join(directory, 'package.json'))) return directory
    directory = dirname(directory)
  }
  return dirname(file)
}

function noModule(module: string, testFile: string): PlanError {
  const directory = dirname(resolve(dirname(testFile), module))
  const stem = basename(module).replace(/\..*$/, '').toLowerCase()
  const isNear = stem !== '' && module.startsWith('.') && existsSync(directory)
  const near = isNear ? namesLike(directory, stem) : []
  const hint =
    near.length > 0
      ? `Near it: ${near.join(', ')}.`
      : module.startsWith('.')
        ? 'Paths count from the test file.'
        : 'Paths of files begin with ./ or ../; others are names of packages or aliases.'
  return new PlanError({
    reason: 'no module',
    message: `there is no module ${JSON.stringify(module)}, counted from ${testFile}. ${hint}`,
  })
}

/** Up to five names of a directory that begin as the one that was meant, or hold it. */
function namesLike(directory: string, stem: string): string[] {
  return readdirSync(directory)
    .filter((name) => {
      const other = name.toLowerCase().replace(/\..*$/, '')
      return other.startsWith(stem.slice(0, 3)) || other.includes(stem)
    })
    .slice(0, 5)
}
