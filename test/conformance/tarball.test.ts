// What `npm pack` makes, installed in an empty project as a user does.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { decodePng } from '../../src/golden/png-decode.js'
import { unsupportedNode } from '../../src/node-version.js'
import { isWhole, tooOld } from './cells.js'
import { install, nodeProgram } from './install.js'
import { repository, program as run } from './program.js'

const platform = `${process.platform}-${process.arch}`
const packed = inject('packed')
let directory: string

/** Runs a program in the project; its output on both streams. */
async function program(command: string, args: string[], cwd = directory): Promise<string> {
  const { stdout, stderr } = await run(command, args, cwd)
  return stdout + stderr
}

function write(name: string, text: string): void {
  writeFileSync(join(directory, name), text)
}

const inPackage = (path: string) => join(directory, 'node_modules/cefrig', path)
const tool = (name: string) => join(repository, 'node_modules/.bin', name)

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'cefrig-pack-'))
})

afterAll(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }))

test('the tarball holds the package and nothing else', () => {
  const allowed = [
    /^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/,
    /^dist\/(src|environment|fixtures|matchers)\/.+\.(c?js|d\.c?ts)$/,
    /^dist\/src\/report\/page\/report\.css$/,
    /^native\/(CMakeLists\.txt|package\.json)$/,
    /^native\/(addon|addon\/handlers|cef|helper)\/\w+\.(cc|h)$/,
    /^native\/fonts\/.+\.(ttf|txt|md)$/,
    new RegExp(`^prebuilds/${platform}/(cefrig\\.node|cefrig-helper)$`),
  ]
  const paths = packed.files.map(({ path }) => path)
  expect(paths.filter((path) => !allowed.some((pattern) => pattern.test(path)))).toEqual([])
  for (const file of [
    'README.md',
    'LICENSE',
    'CHANGELOG.md',
    'dist/src/report/page/report.js',
    `prebuilds/${platform}/cefrig.node`,
  ])
    expect(paths).toContain(file)
})

test('every entry of the package, and its types, are in the tarball', () => {
  const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'))
  const entries = [...Object.values(manifest.exports), ...Object.values(manifest.bin)].flatMap((entry) =>
    typeof entry === 'string' ? [entry] : Object.values(entry as Record<string, string>),
  )
  const paths = new Set(packed.files.map(({ path }) => `./${path}`))
  expect(entries.filter((entry) => !paths.has(entry))).toEqual([])
})

test('publint and attw find nothing in it', { timeout: 120_000 }, async () => {
  const tarball = inject('tarball')
  const problems = (name: string, args: string[]) =>
    program(tool(name), [tarball, ...args]).then(
      () => '',
      ({ stdout, stderr }) => stdout + stderr,
    )
  expect(await problems('publint', ['--strict'])).toBe('')
  // The package is of ECMAScript modules, which `require()` loads in every Node that it runs on.
  expect(await problems('attw', ['--profile', 'esm-only', '--format', 'ascii'])).toBe('')
})

test('the prebuilt helper may be run', () => {
  const helper = packed.files.find(({ path }) => path.endsWith('/cefrig-helper'))
  expect(helper!.mode & 0o111).toBe(0o111)
})

test('installed in an empty project it makes a page and takes a picture', { timeout: 600_000 }, async () => {
  const dependencies = { cefrig: `file:${inject('tarball')}` }
  write('package.json', JSON.stringify({ name: 'empty', private: true, type: 'module', dependencies }))
  await install('npm', directory)
  expect(existsSync(inPackage('dist/src/index.js'))).toBe(true)
  expect(existsSync(join(directory, 'node_modules/vitest'))).toBe(false)

  expect(await program('npx', ['cefrig', 'install'])).toMatch(/CEF \d+\.\d+\.\d+ is in /)
  await makePicture()
})

test('the versions of Node that `engines` leaves out are those that it refuses', async () => {
  const { engines } = JSON.parse(readFileSync(inPackage('package.json'), 'utf8'))
  expect(engines.node).toBe('^20.19.0 || >=22.12.0')
  for (const version of ['20.19.0', '20.20.2', '22.12.0', '23.0.0', '24.21.0', '30.1.0'])
    expect(unsupportedNode(version)).toBe(undefined)
  for (const version of ['18.20.8', '20.18.3', '21.7.3', '22.11.0'])
    expect(unsupportedNode(version)).toBe(
      `cefrig cannot run on Node ${version}. Install Node 20.19, 22.12 or newer.`,
    )
})

test.runIf(isWhole)('on an older Node its command and its modules say so', { timeout: 600_000 }, async () => {
  const node = await nodeProgram(tooOld)
  const said = `cefrig cannot run on Node ${tooOld}. Install Node 20.19, 22.12 or newer.`
  const refused = (args: string[]) =>
    run(node, args, directory).then(
      () => 'ran',
      ({ stderr }) => stderr,
    )
  expect(await refused([inPackage('dist/src/cli/bin.js'), 'doctor'])).toBe(`${said}\n`)
  expect(await refused(['--input-type=module', '-e', "import 'cefrig'"])).toContain(said)
})

test('its types are whole for a strict compiler, also in their own files', { timeout: 300_000 }, async () => {
  write(
    'typed.ts',
    `import { isCefrigError, launch, type Page } from 'cefrig'
    import * as matchers from 'cefrig/matchers'
    await using cef = await launch({ viewport: { width: 1, height: 1 } })
    const page: Page = await cef.newPage()
    const title: string = await page.title()
    const sum: number = await page.evaluate((n) => n + 1, 1)
    const { root } = await page.cdp.send('DOM.getDocument', { depth: 1 })
    const name: string = root.nodeName
    // @ts-expect-error there is no such option
    await page.goto('/', { waitFor: 'load' })
    export { isCefrigError, matchers, name, sum, title }`,
  )
  const tsc = join(repository, 'node_modules/.bin/tsc')
  const types = ['--types', 'node', '--typeRoots', join(repository, 'node_modules/@types')]
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--lib', 'esnext']
  expect(await program(tsc, [...options, ...types, 'typed.ts']).catch(({ stdout }) => stdout)).toBe('')
})

test('without prebuilt files `cefrig install` builds them from the sources', {
  timeout: 600_000,
}, async () => {
  rmSync(inPackage('prebuilds'), { recursive: true })
  expect(await program('npx', ['cefrig', 'install'])).toContain('Building the native addon')
  expect(existsSync(inPackage('native/build/Release/cefrig.node'))).toBe(true)
  await makePicture()
})

/** The first thing that a new user does. */
async function makePicture(): Promise<void> {
  write(
    'picture.js',
    `import { launch } from 'cefrig'
    const cef = await launch({ viewport: { width: 120, height: 80 } })
    const page = await cef.newPage()
    await page.setContent('<body style="margin: 0; background: #123456"><p>Hello')
    await page.screenshot({ path: 'picture.png' })
    console.log(cef.version, await page.locator('p').innerText())
    await cef.close()`,
  )
  expect(await program(process.execPath, ['picture.js'])).toMatch(/^\d+\.\d+\.\d+ Hello\n$/)
  const { width, height, data } = decodePng(readFileSync(join(directory, 'picture.png')))
  expect([width, height, ...data.subarray(0, 4)]).toEqual([120, 80, 0x12, 0x34, 0x56, 255])
  rmSync(join(directory, 'picture.png'))
}
