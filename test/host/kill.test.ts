import { readFileSync } from 'node:fs'
import { type Cef, launch } from 'cefrig'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hostOf, processesOf, until } from './processes.js'

let cef: Cef
let host: number

beforeEach(async () => {
  cef = await launch({ viewport: { width: 300, height: 200 } })
  host = hostOf(process.pid)
})

afterEach(async () => {
  await cef.close()
  await until(() => processesOf(host).length === 0)
})

function kill(type: string, service = ''): void {
  const [victim] = processesOf(host).filter((process) => process.type === type && process.service === service)
  expect(victim).toBeDefined()
  process.kill(victim!.pid, 'SIGKILL')
}

test('a renderer that is killed fails what its page is doing, says so, and leaves other pages alone', async () => {
  const other = await cef.newPage()
  const page = await cef.newPage()
  const crashed = new Promise((resolve) => page.on('crashed', resolve))
  const waiting = page.evaluate(() => new Promise((done) => setTimeout(done, 1e8)))
  const pid = await rendererOf(page)
  process.kill(pid, 'SIGKILL')
  await expect(waiting).rejects.toMatchObject({ code: 'RENDERER_CRASHED' })
  await crashed
  await expect(page.title()).rejects.toMatchObject({ code: 'RENDERER_CRASHED' })
  expect(await other.evaluate(() => 1 + 1)).toBe(2)
  await page.close()
  const next = await cef.newPage()
  await next.setContent('<h1>next</h1>')
  expect((await next.pixels()).width).toBe(300)
})

/** The renderer that works while its page is in a loop. */
async function rendererOf(page: Awaited<ReturnType<Cef['newPage']>>): Promise<number> {
  const renderers = processesOf(host).filter(({ type }) => type === 'renderer')
  const time = (pid: number) => cpuTicks(pid)
  const start = new Map(renderers.map(({ pid }) => [pid, time(pid)]))
  await page
    .evaluate(() => {
      const end = performance.now() + 300
      while (performance.now() < end);
    })
    .catch(() => {})
  const gained = renderers.map(({ pid }) => ({ pid, gain: time(pid) - (start.get(pid) ?? 0) }))
  return gained.sort((a, b) => b.gain - a.gain)[0]!.pid
}

function cpuTicks(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return Number(fields[11]) + Number(fields[12])
  } catch {
    return 0
  }
}

test('a GPU process that is killed ends the Host, which says so; the next Host works', async () => {
  await endsWith('GPU', () => kill('gpu-process'))
})

test('so does a network process, which there is when it is asked for', async () => {
  await cef.close()
  cef = await launch({ viewport: { width: 300, height: 200 }, switches: { 'enable-features': false } })
  host = hostOf(process.pid)
  await endsWith('network', () => kill('utility', 'network'))
})

async function endsWith(name: string, killed: () => void): Promise<void> {
  const page = await cef.newPage()
  await page.setContent('<body style="background: rgb(1, 2, 3)">')
  await page.pixels()
  const waiting = page.evaluate(() => new Promise((done) => setTimeout(done, 1e8)))
  killed()
  const error = (await waiting.catch((reason) => reason)) as Error
  expect(error).toMatchObject({ code: 'HOST_CRASHED' })
  expect(error.message).toContain(`CEF's ${name} process`)
  await using again = await launch()
  const next = await again.newPage()
  await next.setContent('<body style="background: rgb(4, 5, 6)">')
  expect([...(await next.pixels()).data.slice(0, 3)]).toEqual([4, 5, 6])
}

test('a Host that is killed rejects every pending call, and leaves no process', async () => {
  const page = await cef.newPage()
  const waiting = page.evaluate(() => new Promise((done) => setTimeout(done, 1e8)))
  process.kill(host, 'SIGKILL')
  await expect(waiting).rejects.toMatchObject({ code: 'HOST_CRASHED' })
  await expect(cef.newPage()).rejects.toMatchObject({
    code: expect.stringMatching(/HOST_CRASHED|CEF_CLOSED/),
  })
})

test('spares whose renderers died are not handed out', async () => {
  await cef.newPage()
  const renderers = () => processesOf(host).filter(({ type }) => type === 'renderer')
  // The page and two spares.
  await until(() => renderers().length >= 3)
  const dead = renderers().map(({ pid }) => pid)
  const [page] = cef.pages
  const crashed = new Promise((resolve) => page!.on('crashed', resolve))
  for (const pid of dead.toReversed()) process.kill(pid, 'SIGKILL')
  await crashed
  await until(() => !renderers().some(({ pid }) => dead.includes(pid)))
  for (let number = 0; number < 3; number++) {
    const next = await cef.newPage()
    await next.setContent('<title>next</title>')
    expect(await next.title()).toBe('next')
  }
})
