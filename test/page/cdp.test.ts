import { describe, expect, test } from 'vitest'
import { failure, launched } from './setup.js'

const cef = launched()

describe('page.cdp', () => {
  test('sends commands by name and by domain', async () => {
    const page = await cef.show('<title>t</title>')
    const { result } = await page.cdp.send('Runtime.evaluate', { expression: 'document.title' })
    expect(result.value).toBe('t')
    const tree = await page.cdp.Page.getFrameTree()
    expect(tree.frameTree.frame.url).toBe('about:blank')
  })

  test('tells events, to listeners that come before the first command too', async () => {
    const page = await cef.newPage()
    const seen: string[] = []
    const listener = ({ request }: { request: { url: string } }) => seen.push(request.url)
    page.cdp.on('Network.requestWillBeSent', listener)
    await page.cdp.Network.enable()
    const loaded = page.cdp.Page.loadEventFired()
    await page.cdp.Page.enable()
    await page.serve('https://a.test/', () => '<p>a</p>')
    await page.goto('https://a.test/')
    expect((await loaded).timestamp).toBeGreaterThan(0)
    await expect.poll(() => seen).toContain('https://a.test/')
    page.cdp.off('Network.requestWillBeSent', listener)
    const before = seen.length
    await page.goto('https://a.test/other')
    await page.cdp.send('Page.getFrameTree')
    expect(seen.slice(before).filter((url) => url.endsWith('/other'))).toEqual([])
  })

  test('emulates what only the protocol can', async () => {
    const page = await cef.newPage()
    await page.cdp.Emulation.setEmulatedMedia({ features: [{ name: 'prefers-color-scheme', value: 'dark' }] })
    expect(await page.evaluate('matchMedia("(prefers-color-scheme: dark)").matches')).toBe(true)
  })

  test('is of one page alone', async () => {
    const [one, two] = [await cef.show('<title>one</title>'), await cef.show('<title>two</title>')]
    const titles = await Promise.all(
      [one, two].map((page) => page.cdp.Runtime.evaluate({ expression: 'document.title' })),
    )
    expect(titles.map(({ result }) => result.value)).toEqual(['one', 'two'])
  })

  test('rejects with what the browser says', async () => {
    const page = await cef.newPage()
    const error = await failure(page.cdp.send('Page.fly'))
    expect(error).toMatchObject({
      code: 'CDP_FAILED',
      message:
        "page.cdp.send() failed: Page.fly: 'Page.fly' wasn't found. Check the command against the protocol of this CEF.",
      facts: { cdpMethod: 'Page.fly', cdpCode: -32601 },
    })
    expect(await failure(page.cdp.send(5 as never))).toMatchObject({ code: 'BAD_ARGUMENT' })
  })

  test('connects anew after close()', async () => {
    const page = await cef.newPage()
    await page.cdp.send('Page.enable')
    await page.cdp.close()
    await page.cdp.send('Page.enable')
  })
})
