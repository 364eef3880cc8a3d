import type { RequestListener } from 'node:http'
import { createServer } from 'node:https'
import { describe, expect, test } from 'vitest'
import { failure, launched } from '../setup.js'
import { selfSigned } from './certificate.js'
import { servers } from './server.js'

const cef = launched()
const listen = servers()

/** Answers whom it knows with the user's name. */
function guarded(asked: string[] = []): RequestListener {
  return ({ headers: { authorization = '' }, url }, answer) => {
    asked.push(`${url} ${authorization}`)
    const [name, password] = Buffer.from(authorization.slice(6), 'base64').toString().split(':')
    if (password !== 'secret') answer.writeHead(401, { 'www-authenticate': 'Basic realm="r"' })
    answer.end(password === 'secret' ? `hello ${name}` : 'who are you?')
  }
}

describe('HTTP authentication', () => {
  test('ends with status 401 when nobody has said who the user is', async () => {
    const host = await listen(guarded())
    const page = await cef.newPage()
    expect((await page.goto(`http://${host}/`))?.status()).toBe(401)
  })

  test('is answered by the option httpCredentials, for many requests at once', async () => {
    const host = await listen(guarded())
    const page = await cef.newPage({ httpCredentials: { username: 'ada', password: 'secret' } })
    expect(await (await page.goto(`http://${host}/`))?.text()).toBe('hello ada')
    const texts = `Promise.all(Array.from({ length: 20 }, (_, n) => fetch('/' + n).then((answer) => answer.text())))`
    expect(new Set(await page.evaluate<string[]>(texts))).toEqual(new Set(['hello ada']))
  })

  test('is answered by page.authenticate(), until that is taken back', async () => {
    const [one, two] = [await listen(guarded()), await listen(guarded())]
    const page = await cef.newPage()
    await page.authenticate({ username: 'bob', password: 'secret', origin: `http://${one}` })
    expect((await page.goto(`http://${one}/`))?.status()).toBe(200)
    expect((await page.goto(`http://${two}/`))?.status()).toBe(401)
    await page.authenticate(null)
    expect((await page.goto(`http://${two}/again`))?.status()).toBe(401)
  })

  test('with a wrong password ends, with status 401', async () => {
    const asked: string[] = []
    const host = await listen(guarded(asked))
    const page = await cef.newPage({ httpCredentials: { username: 'eve', password: 'guess' } })
    expect((await page.goto(`http://${host}/`))?.status()).toBe(401)
    expect(asked.length).toBeLessThan(20)
  })

  test('is of one page alone', async () => {
    const host = await listen(guarded())
    const [one, two] = [
      await cef.newPage({ httpCredentials: { username: 'ada', password: 'secret' } }),
      await cef.newPage(),
    ]
    expect((await one.goto(`http://${host}/`))?.status()).toBe(200)
    expect((await two.goto(`http://${host}/`))?.status()).toBe(401)
  })

  test('refuses what are no credentials', async () => {
    const page = await cef.newPage()
    const none = [
      { username: 'a' },
      { username: 1, password: 'b' },
      { username: 'a', password: 'b', origin: 'x' },
      'a:b',
    ]
    for (const credentials of none as never[]) {
      expect((await failure(page.authenticate(credentials))).code).toBe('BAD_ARGUMENT')
      expect((await failure(cef.cef.newPage({ httpCredentials: credentials }))).code).toBe('BAD_ARGUMENT')
    }
  })
})

describe('a certificate that nobody vouches for', () => {
  const listener: RequestListener = (_, answer) => void answer.end('<title>secure</title>')
  const listenTls = (options = {}) =>
    listen(listener, (answer) => createServer({ ...selfSigned, ...options }, answer) as never)

  test('is refused by name', async () => {
    const page = await cef.newPage()
    expect(await failure(page.goto(`https://${await listenTls()}/`))).toMatchObject({
      code: 'NAVIGATION_FAILED',
      facts: { netError: 'net::ERR_CERT_AUTHORITY_INVALID' },
    })
  })

  test('is taken with the option ignoreCertificateErrors, of subresources too', async () => {
    const [one, two] = [await listenTls(), await listenTls()]
    const page = await cef.newPage({ ignoreCertificateErrors: true })
    await page.goto(`https://${one}/`)
    expect(await page.title()).toBe('secure')
    expect(
      await page.evaluate(`fetch('https://${two}/', { mode: 'no-cors' }).then(({ type }) => type)`),
    ).toBe('opaque')
  })

  test('of the page, which a server asks for, is not there', async () => {
    const host = await listenTls({ requestCert: true, rejectUnauthorized: true })
    const page = await cef.newPage({ ignoreCertificateErrors: true })
    const error = await failure(page.goto(`https://${host}/`))
    expect(error.code).toBe('NAVIGATION_FAILED')
    // What it says depends on when the server ends the connection.
    expect(error.facts.netError).toMatch(/^net::ERR_/)
  })
})
