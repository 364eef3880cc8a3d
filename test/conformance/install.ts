// Package managers and versions of Node, as a user has them.
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Manager } from './cells.js'
import { program, repository } from './program.js'

const pnpm = join(repository, 'node_modules/pnpm/bin/pnpm.mjs')

/** Installs what the project's `package.json` names, without running a script of any package. */
export async function install(manager: Manager, directory: string): Promise<void> {
  const options = ['--prefer-offline', '--ignore-scripts']
  if (manager === 'npm') {
    await program('npm', ['install', '--no-audit', '--no-fund', ...options], directory)
    return
  }
  // npm's configuration may be the machine's, which pnpm does not read.
  const configured = async (name: string) =>
    (await program('npm', ['config', 'get', name], directory)).stdout.trim()
  const [registry, authorities] = [await configured('registry'), await configured('cafile')]
  const trusted = authorities === 'null' ? {} : { NODE_EXTRA_CA_CERTS: authorities }
  const args = [pnpm, 'install', '--no-frozen-lockfile', `--registry=${registry}`, ...options]
  await program(process.execPath, args, directory, trusted)
}

/** The program of a Node of this version, installed once for this clone. */
export async function nodeProgram(version: string): Promise<string> {
  const name = `node-linux-${process.arch}`
  const place = join(repository, 'node_modules/.cefrig-nodes', version)
  const file = join('node_modules', name, 'bin/node')
  if (existsSync(join(place, file))) return join(place, file)
  mkdirSync(dirname(place), { recursive: true })
  const made = mkdtempSync(`${place}-`)
  writeFileSync(
    join(made, 'package.json'),
    JSON.stringify({ private: true, dependencies: { [name]: version } }),
  )
  await install('npm', made)
  try {
    // Whole or not at all.
    renameSync(made, place)
  } catch (error) {
    rmSync(made, { recursive: true, force: true })
    if (!existsSync(join(place, file))) throw error
  }
  return join(place, file)
}
