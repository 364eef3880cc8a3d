import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { captureKey } from '../client/capture.js'
import type { Cef } from '../client/cef.js'
import { launch } from '../client/launch.js'
import type { LookOptions } from '../client/look-options.js'
import type { Page } from '../client/page.js'
import { isCefrigError } from '../errors.js'
import { checkGolden, type GoldenResult } from '../golden/check.js'
import { crc32 } from '../golden/crc32.js'
import { elementsIn } from '../golden/elements.js'
import type { GoldenEnvironment } from '../golden/environment.js'
import { fileName } from '../golden/name.js'
import type { Tolerance } from '../golden/options.js'
import type { GoldenPlace } from '../golden/place.js'
import { goldenMessage } from '../golden/report.js'
import { deviceShots } from '../golden/shot.js'
import { knowSubject } from '../golden/subject.js'
import { viewportOf } from './address.js'
import { colorSchemeOf, readinessOf } from './shoot-ready.js'
import { ShootRecord, shootDirectory } from './shoot-record.js'
import { type Shot, type ShotArguments, shotsOf } from './shots.js'
import { UsageError } from './usage.js'

/** What `cefrig shoot` was asked for. */
export interface ShootRequest extends ShotArguments {
  size: string | undefined
  /** Device pixels per CSS pixel. */
  scale: number | undefined
  fullPage: boolean
  omitBackground: boolean
  /** CSS selectors: of the element that is taken alone, of what must be visible before, and of what is covered. */
  selector: string | undefined
  waitFor: string | undefined
  mask: readonly string[]
  /** A file of CSS. */
  style: string | undefined
  /** Names of what is waited for besides. */
  ready: readonly string[]
  colorScheme: string | undefined
  /** Milliseconds for each step of a page; 0: none. */
  timeout: number | undefined
  /** Pages at one time. */
  jobs: number | undefined
  golden: boolean
  update: boolean
  tolerance: Tolerance
  cef: string | undefined
  json: boolean
}

/** What became of one picture. */
interface Taken {
  /** Words for a person. */
  words: string
  failed: boolean
  facts: object
  /** Of a comparison. */
  result?: GoldenResult
  environment?: GoldenEnvironment
}

const defaultJobs = 4

/**
 * `cefrig shoot`: pictures of pages as PNGs; with `golden` they are compared with those that are there. Goes on with the others
 * when one fails.
 */
export async function shootCommand(request: ShootRequest): Promise<void> {
  const shots = await shotsOf(request)
  if (request.selector !== undefined && request.fullPage)
    throw new UsageError('cefrig shoot failed: `--selector` and `--full-page` are given. Leave one out.')
  const viewport = request.size === undefined ? undefined : viewportOf('shoot', request.size)
  readinessOf(request.ready)
  const colorScheme = colorSchemeOf(request.colorScheme)
  const style = request.style === undefined ? undefined : await styleOf(request.style)
  const cef = await launch(request.cef === undefined ? {} : { cef: request.cef })
  const options = {
    ...(viewport && { viewport }),
    ...(request.scale !== undefined && { deviceScaleFactor: request.scale }),
    ...(request.timeout !== undefined && { timeout: request.timeout }),
    ...(colorScheme && { colorScheme }),
  }
  const waiting = shots.entries()
  const record = request.golden ? new ShootRecord(process.cwd(), request.list) : null
  let failures = 0
  const work = async () => {
    for (const [place, shot] of waiting) {
      const started = performance.now()
      const taken = await take(cef, shot, options, { ...request, style })
      if (taken.failed) failures++
      tell(taken, shot, request.json)
      await record?.add(place, shot, { ...taken, duration: Math.round(performance.now() - started) })
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(request.jobs ?? defaultJobs, shots.length) }, work))
  } finally {
    await cef.close()
  }
  if (shots.length > 1 && !request.json)
    process.stdout.write(`${shots.length - failures} of ${shots.length} pictures are right.\n`)
  await record?.write()
  if (failures === 0) return
  process.exitCode = 1
  if (record && !request.json)
    process.stderr.write(`\`cefrig review ${shootDirectory}\` shows what differs, and approves it.\n`)
}

function tell({ words, failed, facts }: Taken, { url, file }: Shot, json: boolean): void {
  if (json) process.stdout.write(`${JSON.stringify({ url, file, failed, ...facts })}\n`)
  else (failed ? process.stderr : process.stdout).write(`${words}\n`)
}

async function take(
  cef: Cef,
  shot: Shot,
  options: Parameters<Cef['newPage']>[0],
  request: ShootRequest,
): Promise<Taken> {
  const started = performance.now()
  try {
    const page = await cef.newPage(options)
    try {
      const response = await page.goto(shot.url)
      if (request.waitFor !== undefined) await page.locator(request.waitFor).first().waitFor()
      const taken = request.golden ? await compare(page, shot, request) : await write(page, shot, request)
      const status = response?.status() ?? null
      const warning = status !== null && status >= 400 ? ` The server answered ${status}.` : ''
      const milliseconds = Math.round(performance.now() - started)
      return { ...taken, words: `${taken.words}${warning}`, facts: { status, milliseconds, ...taken.facts } }
    } finally {
      await page.close()
    }
  } catch (error) {
    if (!isCefrigError(error)) throw error
    const { code, message } = error
    return { words: `${shown(shot)}: ${message}`, failed: true, facts: { error: { code, message } } }
  }
}

async function write(page: Page, shot: Shot, request: ShootRequest): Promise<Taken> {
  const options = { ...lookOf(page, request), omitBackground: request.omitBackground, path: shot.file }
  const png =
    request.selector === undefined
      ? await page.screenshot({ ...options, fullPage: request.fullPage })
      : await page.locator(request.selector).screenshot(options)
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  return { words: `${shown(shot)}, ${width}×${height}`, failed: false, facts: { width, height } }
}

async function compare(page: Page, shot: Shot, request: ShootRequest): Promise<Taken> {
  const { selector, fullPage, omitBackground, update, tolerance } = request
  const {
    subject,
    page: asked,
    locator,
    environment,
  } = knowSubject(selector === undefined ? page : page.locator(selector))
  const look: LookOptions = { animations: 'disabled', ...lookOf(page, request) }
  const result = await checkGolden({
    place: placeOf(shot),
    test: null,
    shoot: deviceShots((store, timeout) =>
      subject[captureKey]({
        ...look,
        ...(selector === undefined ? { fullPage } : {}),
        omitBackground,
        timeout,
        store,
      }),
    ),
    environment,
    tolerance,
    mode: update ? 'all' : process.env.CI ? 'none' : 'new',
    negated: false,
    timeout: 5000,
    elements: (regions) =>
      elementsIn({ page: asked, ...(locator && { locator }), fullPage, scale: environment.scale }, regions),
  })
  const { outcome, picture, files } = result
  return {
    words: goldenMessage(result).replace('toMatchGolden() failed: ', ''),
    failed: !result.pass,
    result,
    environment,
    facts: { outcome: outcome.kind, ...picture, ...(files && { files }) },
  }
}

/** Pictures of failures lie where the record of the command is, in folders as their goldens do. */
function placeOf(shot: Shot): GoldenPlace {
  const root = process.cwd()
  const name = shown(shot)
  const parts = name.split(/[\\/]/).filter(Boolean).map(ownName)
  const prefix = parts.pop()!
  const directory = join(root, shootDirectory, 'results', ...parts)
  return { name, file: shot.file, root, results: { test: null, directory, prefix } }
}

/** A part of a path as a file name that no other part has. */
function ownName(part: string): string {
  const bare = part.replace(/\.png$/i, '')
  const name = fileName(bare)
  return name === part || `${name}.png` === part ? name : `${name}-${crc32(part).toString(16)}`
}

function lookOf(page: Page, { mask, style, ready }: ShootRequest): LookOptions {
  return {
    caret: 'hide',
    ready: readinessOf(ready),
    ...(mask.length > 0 && { mask: mask.map((selector) => page.locator(selector)) }),
    ...(style !== undefined && { style }),
  }
}

function shown({ file }: Shot): string {
  const path = relative(process.cwd(), file)
  return path.startsWith('..') ? file : path
}

async function styleOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new UsageError(
      `cefrig shoot failed: the style ${file} cannot be read (${code}). Give another path.`,
    )
  }
}
