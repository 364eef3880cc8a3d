import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { isCefrigError } from '../../src/errors.js'
import { type FoundCef, findCef } from '../../src/install/find.js'

/** The CEF that this machine has, from `CEFRIG_CEF_DIR` or the cache: what the tests' archives are made of. */
export const machinesCef: FoundCef = await findCef()

/** Where nobody listens. */
export const closedSite = await closedPort()

const made: string[] = []
afterAll(async () => {
  for (const directory of made) await rm(directory, { recursive: true, force: true })
})

/** A new directory, removed at the end of the test file. */
export async function scratch(): Promise<string> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'cefrig-install-test-')))
  made.push(directory)
  return directory
}

/** Environment of an installation that sees nothing of this machine but its programs, and no network. */
export function sealedEnv(cache: string, site = closedSite): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: cache, CEFRIG_CACHE: cache, CEFRIG_DOWNLOAD_URL: site }
}

/** All paths below a directory, sorted; empty when it does not exist. */
export async function pathsBelow(directory: string): Promise<string[]> {
  const paths = await readdir(directory, { recursive: true }).catch(() => [])
  return paths.sort()
}

/** What an attempt that must fail says: its code, reason and sentence. */
export async function failureOf(
  attempt: Promise<unknown>,
): Promise<{ code: string; reason: unknown; message: string }> {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!isCefrigError(error)) throw error ?? new Error('It did not fail.')
  return { code: error.code, reason: error.facts.reason, message: error.message }
}

async function closedPort(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}
