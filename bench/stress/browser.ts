import { readFile, rm } from 'node:fs/promises'
import { type Cef, launch, type Page } from 'cefrig'
import type { Answer, Browser, StressPage, Taken } from './page.ts'

/** Everything that pages ask for under these origins is answered by one function. */
export const homeOrigin = 'https://cefrig.test/'
export const otherOrigin = 'https://other.test/'

interface Capture extends Omit<Taken, 'bytes'> {
  file?: string
}

type Capturing = (options: { store: boolean; immediate: boolean }) => Promise<Capture>

/** What matchers call; `page.pixels()` is built on it too. */
const captureKey = Symbol.for('cefrig.capture')

/** Launches cefrig; every page serves both origins from `answer`. */
export async function startBrowser(answer: (url: URL) => Promise<Answer>): Promise<Browser> {
  const cef: Cef = await launch()
  return {
    async newPage(viewport) {
      const page = await cef.newPage({ viewport, timeout: 5_000 })
      const served = async ({ url }: { url: string }) => {
        const { headers = { 'content-type': 'text/html; charset=utf-8' }, body } = await answer(new URL(url))
        return { headers: { ...headers, 'access-control-allow-origin': '*' }, body }
      }
      await Promise.all([page.serve(homeOrigin, served), page.serve(otherOrigin, served)])
      return drive(page)
    },
    close: () => cef.close(),
  }
}

function drive(page: Page): StressPage {
  const take = (page as unknown as Record<symbol, Capturing>)[captureKey]!.bind(page)
  return {
    goto: async (url, waitUntil = 'load') => void (await page.goto(url, { waitUntil })),
    reload: async () => void (await page.reload()),
    back: async () => void (await page.goBack()),
    setContent: (html) => page.setContent(html),
    evaluate: (expression) => page.evaluate(expression),
    async evaluateIn(url, expression) {
      const frame = page.frames().find((candidate) => candidate.url().startsWith(url))
      if (!frame)
        throw new Error(`No frame shows ${url}: ${page.frames().map((candidate) => candidate.url())}`)
      return frame.evaluate(expression)
    },
    click: (x, y) => page.mouse.click(x, y),
    press: (key) => page.keyboard.press(key),
    resize: (width, height) => page.resize({ width, height }),
    async capture({ store = false, immediate = false } = {}) {
      const { file, ...taken } = await take({ store, immediate })
      if (file === undefined) return taken
      const bytes = await readFile(file)
      await rm(file)
      return { ...taken, bytes }
    },
    async oracle() {
      const { data } = (await page.cdp.send('Page.captureScreenshot', { format: 'png' })) as { data: string }
      return Buffer.from(data, 'base64')
    },
    close: () => page.close(),
  }
}
