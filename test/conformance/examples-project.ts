// Examples, copied out of this repository as a user copies them, with the packed cefrig.
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { collect, ended, RunnerProject, repository } from '../runner-project.js'
import { install } from './install.js'

interface Lock {
  lockfileVersion: number
  packages: Record<string, { version?: string; link?: boolean }>
}

const examples = join(repository, 'examples')
/** What runs of examples leave beside them. */
const made = /^(node_modules|dist|coverage|\.vitest|\.cefrig)$/

/** A directory that was empty, with the examples in one npm workspace: what they name is installed once, above them. */
export class ExamplesProject extends RunnerProject {
  readonly #names: readonly string[]

  constructor(names: readonly string[]) {
    super(null, {})
    this.#names = names
  }

  /** Copies the examples and installs what they name, cefrig out of the tarball, and all else as this repository has it. */
  async install(tarball: string): Promise<void> {
    for (const name of this.#names) {
      cpSync(join(examples, name), this.of(name), {
        recursive: true,
        filter: (path) =>
          !path
            .slice(examples.length)
            .split('/')
            .some((part) => made.test(part)),
      })
      const manifest = JSON.parse(this.read(`examples/${name}/package.json`))
      manifest.devDependencies.cefrig = `file:${tarball}`
      this.write(`examples/${name}/package.json`, JSON.stringify(manifest))
    }
    const top = { name: 'empty', workspaces: this.#names.map((name) => `examples/${name}`) }
    this.write('package.json', JSON.stringify({ ...top, version: '1.0.0', private: true }))
    // Of packages that are locked npm takes those that it needs: the same versions, which are in its cache already.
    const { lockfileVersion, packages } = repositoryLock()
    const locked = Object.entries(packages).filter(([path, { link }]) => isPackage(path) && !link)
    this.write(
      'package-lock.json',
      JSON.stringify({ ...top, lockfileVersion, packages: { '': top, ...Object.fromEntries(locked) } }),
    )
    await install('npm', this.directory)
  }

  /** Installed packages that are not as the repository's lockfile has them, cefrig and the examples left out. */
  strangers(): string[] {
    const { packages } = JSON.parse(this.read('node_modules/.package-lock.json')) as Lock
    const locked = repositoryLock().packages
    return Object.entries(packages)
      .filter(([path, { link }]) => isPackage(path) && path !== 'node_modules/cefrig' && !link)
      .filter(([path, { version }]) => locked[path]?.version !== version)
      .map(([path, { version }]) => `${path} ${version}`)
  }

  /** Directory of an example. */
  of(name: string): string {
    return join(this.directory, 'examples', name)
  }

  /** Its test files, from its directory on. */
  files(name: string): string[] {
    return readdirSync(join(this.of(name), 'tests'))
      .filter((file) => /\.test\.[cm]?tsx?$|\.test\.[cm]?js$/.test(file))
      .map((file) => `tests/${file}`)
      .sort()
  }

  /** Runs `npm test` in an example, as continuous integration does, and waits for its end. */
  async test(name: string): Promise<{ code: number | null; output: string }> {
    // Of this repository there is the Node that runs, and no package.
    const path = (process.env.PATH ?? '').split(delimiter).filter((entry) => !entry.startsWith(repository))
    const child = this.startProgram('npm', ['test'], this.of(name), {
      PATH: [dirname(this.node), ...path].join(delimiter),
      CI: 'true',
    })
    const output = collect(child)
    const [code] = await ended(child)
    return { code, output: output() }
  }
}

const repositoryLock = (): Lock => JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8'))
const isPackage = (path: string) => path.startsWith('node_modules/')
