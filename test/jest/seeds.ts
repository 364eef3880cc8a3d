/** Text of a `jest.config.json` with the preset, without a transform. */
export function config(options: object = {}, rest: object = {}): string {
  return JSON.stringify({
    preset: 'cefrig',
    transform: {},
    testTimeout: 60_000,
    testEnvironmentOptions: options,
    ...rest,
  })
}

/** Text of a test file in CommonJS that begins with what its tests use. */
export function tests(body: string, docblock = ''): string {
  return `${docblock}
    const { appendFileSync, readdirSync, readFileSync } = require('node:fs')
    const { join } = require('node:path')
    /** Of the Hosts of this run that live, or of those for this worker alone. */
    const hostPids = (slot = '') => {
      const root = join(process.env.TMPDIR, 'cefrig-' + process.getuid())
      return readdirSync(root)
        .flatMap((owner) => readdirSync(join(root, owner)).map((host) => ({ owner, host })))
        .filter(({ host }) => host.startsWith(slot))
        .map(({ owner, host }) => join(root, owner, host, 'process.json'))
        .map((file) => JSON.parse(readFileSync(file, 'utf8')).pid)
        .filter((pid) => { try { return process.kill(pid, 0) } catch { return false } })
    }
    const ownHost = () => hostPids(process.env.JEST_WORKER_ID + '-')[0]
    /** Writes a line for the test that runs this project. */
    const note = (value) => appendFileSync('notes', JSON.stringify(value) + '\\n')
    ${body}
  `
}

/** A docblock that asks for the environment. Put together here, because Vitest reads it in its own test files too. */
export function docblockOf(options: object): string {
  const name = ['@jest', 'environment'].join('-')
  return `/**
    * ${name} cefrig/jest
    * ${name}-options ${JSON.stringify(options)}
    */`
}
