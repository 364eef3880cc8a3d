import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CefrigError } from '../../errors.js'

/** A driver's connection to one page. */
export interface Driven {
  page: unknown
  /** Ends the connection; the page stays. */
  disconnect(): Promise<unknown>
}

interface Playwright {
  chromium: {
    connectOverCDP(url: string): Promise<{
      contexts(): { pages(): unknown[] }[]
      close(): Promise<void>
    }>
  }
}

interface Puppeteer {
  connect(options: object): Promise<{ pages(): Promise<unknown[]>; disconnect(): Promise<void> }>
}

/** @throws NOT_INSTALLED, CDP_FAILED when the page does not appear there */
export async function drivePlaywright(endpoint: string): Promise<Driven> {
  const { chromium } = await load<Playwright>(['playwright', 'playwright-core', '@playwright/test'])
  const browser = await chromium.connectOverCDP(endpoint)
  const page = browser.contexts().flatMap((context) => context.pages())[0]
  if (!page) throw await nothingFound('Playwright', () => browser.close())
  return { page, disconnect: () => browser.close() }
}

/** @throws NOT_INSTALLED, CDP_FAILED when the page does not appear there */
export async function drivePuppeteer(endpoint: string): Promise<Driven> {
  const puppeteer = await load<Puppeteer>(['puppeteer-core', 'puppeteer'])
  const browser = await puppeteer.connect({ browserWSEndpoint: endpoint, defaultViewport: null })
  const [page] = await browser.pages()
  if (!page) throw await nothingFound('Puppeteer', () => browser.disconnect())
  return { page, disconnect: () => browser.disconnect() }
}

async function nothingFound(driver: string, end: () => Promise<unknown>): Promise<CefrigError> {
  await end().catch(() => {})
  const message = `${driver} connected and found no page. Check its version against this CEF's Chromium.`
  return new CefrigError('CDP_FAILED', message, { facts: { driver } })
}

/** The first of these packages that the project has. */
async function load<T>(names: readonly string[]): Promise<T> {
  const fromProject = createRequire(join(process.cwd(), 'package.json'))
  for (const name of names) {
    const loaded = await import(name).catch(() => importFrom(fromProject, name))
    if (loaded) return (loaded.default ?? loaded) as T
  }
  const message = `None of ${names.join(', ')} is installed in this project. Run \`npm install --save-dev ${names[0]}\`.`
  throw new CefrigError('NOT_INSTALLED', message, { facts: { packages: names } })
}

async function importFrom(require: NodeJS.Require, name: string): Promise<{ default?: unknown } | undefined> {
  try {
    return (await import(pathToFileURL(require.resolve(name)).href)) as { default?: unknown }
  } catch {
    return undefined
  }
}
