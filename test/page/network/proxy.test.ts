import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { launch } from 'cefrig'
import { expect, onTestFinished, test } from 'vitest'

test('a proxy that the switch names gets the requests, with its credentials', async () => {
  const seen: string[] = []
  const proxy = createServer((request, response) => {
    if (request.headers['proxy-authorization'] === undefined) {
      response.writeHead(407, { 'proxy-authenticate': 'Basic realm="proxy"' }).end()
      return
    }
    seen.push(`${request.method} ${request.url}`)
    response.setHeader('content-type', 'text/html').end('<title>by the proxy</title>')
  })
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done))
  onTestFinished(() => void proxy.close())
  const { port } = proxy.address() as AddressInfo
  await using cef = await launch({ switches: { 'proxy-server': `127.0.0.1:${port}` } })
  const page = await cef.newPage({ httpCredentials: { username: 'ada', password: 'secret' } })
  await page.goto('http://far-away.test/page?x=1')
  expect(await page.title()).toBe('by the proxy')
  expect(seen[0]).toBe('GET http://far-away.test/page?x=1')
})
