import { once } from 'node:events'
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { Review } from '../../src/report/review/review.js'
import { ReviewServer } from '../../src/report/review/server.js'
import { put, type Seed, seedProject, shaOf } from './seed.js'

interface Got {
  status: number
  headers: Record<string, string>
  body: string
}

interface Asking {
  method?: string
  headers?: Record<string, string>
  body?: string
}

async function started(...seeds: Seed[]) {
  const project = await seedProject(seeds)
  const review = await Review.open([{ directory: project.directory, name: '.' }], project.root)
  const server = await ReviewServer.start(review, 0)
  onTestFinished(() => server.close())
  const { port, searchParams } = new URL(server.url)
  const token = searchParams.get('token')!
  /** Sends a path as it is, which fetch() would tidy. */
  const ask = (path: string, { method = 'GET', headers = {}, body = '' }: Asking = {}) =>
    new Promise<Got>((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (part) => {
          text += part
        })
        response.on('end', () =>
          resolve({
            status: response.statusCode!,
            headers: response.headers as Record<string, string>,
            body: text,
          }),
        )
      })
      asked.on('error', reject).end(body)
    })
  return { project, review, server, port, token, ask }
}

/** Speaks as the page of the review does, after its first document. */
async function entered(...seeds: Seed[]) {
  const { ask, token, port, ...rest } = await started(...seeds)
  const first = await ask(`/?token=${token}`)
  const cookie = String(first.headers['set-cookie']).split(';')[0]!
  const origin = `http://127.0.0.1:${port}`
  const own = { cookie, origin, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    ask(path, {
      method: 'POST',
      headers: { ...own, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  return { ...rest, ask, token, port, first, cookie, own, post }
}

test('the token opens the page once; the cookie that it gives opens the rest', async () => {
  const { ask, token } = await started({})
  for (const path of [
    '/',
    '/?token=',
    `/?token=${token}x`,
    '/run.js',
    `/run.js?token=${token}`,
    '/api/review',
  ])
    expect(await ask(path), path).toMatchObject({ status: 403 })
  expect(await ask(`/?token=${token}`, { method: 'HEAD' })).toMatchObject({ status: 403 })
  const first = await ask(`/?token=${token}`)
  expect(first).toMatchObject({ status: 200, body: expect.stringContaining('<!doctype html>') })
  const [set] = first.headers['set-cookie'] as unknown as string[]
  expect(set).toMatch(/^cefrig-review-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/)
  expect(first.headers).toMatchObject({
    'content-security-policy': expect.stringContaining("default-src 'none'; script-src 'self'"),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  })
  const second = await ask(`/?token=${token}`)
  expect(second).toMatchObject({
    status: 403,
    body: expect.stringContaining('This address was used already, and works once.'),
  })
  expect(second.headers['set-cookie']).toBeUndefined()
  // Pages of other ports may have set what they like.
  const [own] = set!.split(';')
  const headers = { cookie: `${own!.split('=')[0]}=theirs; a=b; ${own}` }
  // The page may be loaded again by the address that it has.
  expect(await ask(`/?token=${token}`, { headers })).toMatchObject({ status: 200 })
  expect(await ask('/run.js', { headers })).toMatchObject({
    status: 200,
    headers: { 'content-type': 'text/javascript; charset=utf-8' },
    body: expect.stringContaining('picture 0'),
  })
})

test('other hosts, sites and origins are refused, with the cookie too', async () => {
  const { project, ask, post, port, cookie, own } = await entered({})
  const wrong = { host: `attacker.example:${port}`, cookie }
  expect(await ask('/api/review', { headers: wrong })).toMatchObject({ status: 421 })
  expect(await ask('/', { headers: { host: '127.0.0.1', cookie } })).toMatchObject({ status: 421 })
  for (const site of ['cross-site', 'same-site'])
    expect(await ask('/run.js', { headers: { cookie, 'sec-fetch-site': site } })).toMatchObject({
      status: 403,
    })
  const body = { run: 'run-1', pictures: project.ids }
  for (const origin of [
    'null',
    'http://127.0.0.1:1',
    `https://127.0.0.1:${port}`,
    `http://localhost:${port}`,
  ])
    expect(await post('/api/approve', body, { origin })).toMatchObject({ status: 403 })
  const { origin: _, ...without } = own
  const bare = { method: 'POST', headers: without, body: JSON.stringify(body) }
  expect(await ask('/api/approve', bare)).toMatchObject({ status: 403 })
  expect(await post('/api/approve', body, { cookie: 'none' })).toMatchObject({ status: 403 })
  expect(shaOf(project.golden('picture 0'))).toBe(project.run.tests[0]!.pictures[0]!.reference!.sha256)
  const local = { host: `localhost:${port}`, origin: `http://localhost:${port}` }
  expect(await post('/api/approve', body, local)).toMatchObject({ status: 200 })
})

test('the page decides', async () => {
  const { project, ask, post, cookie } = await entered({}, {})
  const [first, second] = project.ids as [string, string]
  const state = await ask('/api/review', { headers: { cookie } })
  expect(JSON.parse(state.body)).toEqual({ run: 'run-1', decisions: { [first]: 'open', [second]: 'open' } })
  const approved = await post('/api/approve', { run: 'run-1', pictures: [first] })
  expect(approved).toMatchObject({
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
  })
  expect(JSON.parse(approved.body)).toMatchObject({
    done: [first],
    state: { decisions: { [first]: 'approved' } },
  })
  expect(shaOf(project.golden('picture 0'))).toBe(shaOf(project.actual(0)))
  await post('/api/reject', { run: 'run-1', pictures: [second] })
  const undone = await post('/api/undo', { run: 'run-1', pictures: [first, second] })
  expect(JSON.parse(undone.body)).toMatchObject({ done: [first, second], refused: [] })
})

test('requests that are no requests are refused by what is wrong', async () => {
  const { ask, post, cookie } = await entered({})
  const headers = { cookie }
  for (const body of ['', '{', 'null', '[]', '{}', { run: 1, pictures: [] }, { run: 'run-1', pictures: [1] }])
    expect(await post('/api/approve', body)).toMatchObject({ status: 400 })
  expect(await post('/api/approve', '{}', { 'content-type': 'text/plain' })).toMatchObject({ status: 415 })
  expect(await post('/api/approve', ' '.repeat(9_000_000))).toMatchObject({ status: 413 })
  expect(await ask('/api/approve', { headers })).toMatchObject({ status: 405 })
  for (const path of ['/run.js', '/api/review', '/api/constructor', '/api/__proto__'])
    expect(await post(path, {}), path).toMatchObject({ status: 405 })
  const many = { run: 'run-1', pictures: ['constructor', '__proto__', '', '\0'] }
  expect(JSON.parse((await post('/api/approve', many)).body)).toMatchObject({
    done: [],
    refused: [{ code: 'NOT_OPEN' }, { code: 'NOT_OPEN' }, { code: 'NOT_OPEN' }, { code: 'NOT_OPEN' }],
  })
})

test('only files of the report are served', async () => {
  const { project, ask, cookie } = await entered({})
  const headers = { cookie }
  put(`${project.root}/secret.txt`, 'secret')
  const outside = [
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/run.json',
    '/results/0-actual.png',
  ]
  for (const path of [
    ...outside,
    '//etc/passwd',
    '/%',
    '/\\..\\secret.txt',
    '/constructor',
    '/.cefrig/run.json',
  ])
    expect((await ask(path, { headers })).status, path).toBeGreaterThanOrEqual(400)
  expect(await ask('http://127.0.0.1/run.js', { headers })).toMatchObject({ status: 400 })
  const { body } = await ask('/run.js', { headers })
  const [picture] = /pictures\/\w+\.png/.exec(body)!
  expect(await ask(`/${picture}`, { headers })).toMatchObject({
    status: 200,
    headers: { 'content-type': 'image/png' },
  })
})

test('another run while the review is open is told, and its record may be damaged', async () => {
  const { project, ask, post, cookie } = await entered({})
  const headers = { cookie }
  project.save({ id: 'run-2' })
  expect(
    JSON.parse((await post('/api/approve', { run: 'run-1', pictures: project.ids })).body),
  ).toMatchObject({
    done: [],
    refused: [{ code: 'RUN_CHANGED' }],
    state: { run: 'run-2' },
  })
  put(`${project.directory}/run.json`, '{')
  expect(await ask('/run.js', { headers })).toMatchObject({
    status: 503,
    body: expect.stringContaining('run.json'),
  })
  expect(JSON.parse((await ask('/api/review', { headers })).body)).toEqual({ run: '', decisions: {} })
  project.save({ id: 'run-3' })
  expect(await ask('/run.js', { headers })).toMatchObject({
    status: 200,
    body: expect.stringContaining('run-3'),
  })
})

test('a port that is taken is refused', async () => {
  const { port, review } = await started({})
  await expect(ReviewServer.start(review, Number(port))).rejects.toMatchObject({
    code: 'BAD_ARGUMENT',
    message: `cefrig review failed: it cannot listen on port ${port}: another program has it. Give another --port, or none.`,
  })
})

test('the end of a review waits for what is being decided', async () => {
  const { project, server, post } = await entered(...Array.from({ length: 40 }, () => ({})))
  const deciding = post('/api/approve', { run: 'run-1', pictures: project.ids })
  // The server has the request when it is there; that is seen by the first golden.
  await expect
    .poll(() => shaOf(project.golden('picture 0')), { interval: 1, timeout: 20_000 })
    .toBe(shaOf(project.actual(0)))
  await server.close()
  expect(JSON.parse((await deciding).body).done).toEqual(project.ids)
})

test('a browser that stalls or goes away while it asks holds nothing up', async () => {
  const { project, server, port, own } = await entered({})
  const stalled: Socket[] = []
  for (const _ of [0, 1]) {
    const socket = connect(Number(port), '127.0.0.1').on('error', () => {})
    const headers = { ...own, host: `127.0.0.1:${port}`, 'content-length': '1000', expect: '100-continue' }
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    socket.write(`POST /api/approve HTTP/1.1\r\n${lines.join('')}\r\n{"run":`)
    // The server has the request when it asks for more.
    expect(String(await once(socket, 'data'))).toMatch(/^HTTP\/1.1 100 /)
    stalled.push(socket)
  }
  stalled[0]!.destroy()
  await server.close()
  expect(shaOf(project.golden('picture 0'))).not.toBe(shaOf(project.actual(0)))
})
