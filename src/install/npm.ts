import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { failures } from './failure.js'
import type { FontPackage } from './font-set.js'
import { findProgram, run } from './process.js'

const notFound = new Set(['E404', 'ETARGET', 'ENOVERSIONS'])

/**
 * Fetches a package's tarball into an empty directory through the `npm` client, with the settings that it has here (registry, proxy, its
 * own cache), and answers its path. No script of the package runs.
 * @throws INSTALL_FAILED with reason network, not-found, checksum, disk-full or missing-tool.
 */
export async function fetchTarball(
  { name, version, integrity }: FontPackage,
  into: string,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  if (!(await findProgram('npm', env))) {
    throw failures.missingTool('npm', 'through which the fonts are fetched')
  }
  const id = `${name}@${version}`
  const { code, output } = await run(
    'npm',
    ['pack', id, '--pack-destination', into, '--ignore-scripts', '--loglevel=error', '--no-update-notifier'],
    { env },
  )
  const tarball = (await readdir(into)).find((entry) => entry.endsWith('.tgz'))
  if (code !== 0 || tarball === undefined) throw failureOf(id, into, output, code)
  const path = join(into, tarball)
  const found = await integrityOf(path)
  if (found !== integrity) throw failures.npmIntegrity(id, found, integrity)
  return path
}

async function integrityOf(path: string): Promise<string> {
  const hash = createHash('sha512')
  await pipeline(createReadStream(path), hash)
  return `sha512-${hash.digest('base64')}`
}

/** npm says `npm error code E404`, older ones `npm ERR! code E404`, and then what it means. */
function failureOf(id: string, into: string, output: string, code: number | null) {
  const lines = [...output.matchAll(/^npm (?:error|ERR!) (.+)$/gm)].map(([, line = '']) => line.trim())
  const name = lines.find((line) => line.startsWith('code '))?.slice(5) ?? `exit code ${code}`
  if (name === 'ENOSPC') return failures.diskFull(into, 'while npm was downloading')
  if (name === 'EINTEGRITY') return failures.npmIntegrity(id)
  const detail = lines.find((line) => !/^(code|errno|syscall) /.test(line))
  return failures.npm(id, detail === undefined ? name : `${name}: ${detail}`, !notFound.has(name))
}
