import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Cef, type LaunchOptions, launch, type PageOptions } from 'cefrig'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { launched } from './setup.js'

let directory: string
let server: Server
let address: string

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'cefrig-options-'))
  server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(request.headers))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})

afterAll(() => {
  server.close()
  rmSync(directory, { recursive: true })
})

afterEach(() => {
  vi.unstubAllEnvs()
})

async function withCef<T>(options: LaunchOptions, work: (cef: Cef) => Promise<T>): Promise<T> {
  const cef = await launch(options)
  try {
    return await work(cef)
  } finally {
    await cef.close()
  }
}

/** What a server is told, and what a page is. */
async function identity(
  cef: Cef,
): Promise<{ headers: Record<string, string>; agent: string; language: string }> {
  const page = await cef.newPage()
  await page.goto(address)
  const [headers, agent, language] = await page.evaluate<[string, string, string]>(
    '[document.body.innerText, navigator.userAgent, navigator.language]',
  )
  return { headers: JSON.parse(headers), agent, language }
}

/** Command lines of the Host's processes. */
function commandLines(cef: Cef): string[] {
  const { pid } = cef.address
  const groups = execFileSync('ps', ['-eo', 'pgid=,args=', '-ww'], { encoding: 'utf8' })
  return groups
    .split('\n')
    .filter((line) => Number.parseInt(line, 10) === pid)
    .map((line) => line.trim().replace(/^\d+ /, ''))
}

describe('launch()', () => {
  test('takes a user agent, and header and navigator agree', () =>
    withCef({ userAgent: 'Spaceship/7' }, async (cef) => {
      const { headers, agent } = await identity(cef)
      expect([headers['user-agent'], agent]).toEqual(['Spaceship/7', 'Spaceship/7'])
    }))

  test('takes a product and a locale', () =>
    withCef({ userAgentProduct: 'Spaceship/7', locale: 'de-DE' }, async (cef) => {
      const { headers, agent, language } = await identity(cef)
      expect(agent).toMatch(/^Mozilla\/5\.0 .* Spaceship\/7 /)
      expect(headers['user-agent']).toBe(agent)
      expect(language).toBe('de-DE')
      expect(headers['accept-language']).toMatch(/^de-DE,de/)
    }))

  test('hands switches to every process of CEF, and takes away those of its own', () =>
    withCef(
      {
        switches: {
          'force-dark-mode': true,
          'host-resolver-rules': 'MAP elsewhere.test 127.0.0.1',
          'hide-scrollbars': false,
        },
      },
      async (cef) => {
        const page = await cef.newPage()
        await page.goto(address.replace('127.0.0.1', 'elsewhere.test'))
        expect(await page.evaluate(`JSON.parse(document.body.innerText).host`)).toMatch(/^elsewhere\.test:/)
        await page.setContent('<div style="overflow: scroll; width: 100px; height: 100px">')
        expect(await page.evaluate(`document.querySelector('div').clientWidth`)).toBeLessThan(100)
        const renderers = commandLines(cef).filter((line) => line.includes('--type=renderer'))
        expect(renderers.length).toBeGreaterThan(0)
        for (const line of renderers) expect(line).not.toContain('--hide-scrollbars')
      },
    ))

  test('writes the log where it is told, as much as it is told', async () => {
    const logFile = join(directory, 'cef.log')
    const sizes: number[] = []
    for (const logSeverity of ['disable', 'verbose'] as const) {
      await withCef({ logFile, logSeverity }, (cef) => identity(cef))
      sizes.push(existsSync(logFile) ? readFileSync(logFile).length : 0)
    }
    expect(sizes[0]).toBe(0)
    expect(sizes[1]).toBeGreaterThan(1_000)
  })

  test('logs verbosely with CEFRIG_DEBUG=1', async () => {
    vi.stubEnv('CEFRIG_DEBUG', '1')
    await withCef({}, async (cef) => {
      await identity(cef)
      const logs = dirname(cef.address.socket)
      const log = readdirSync(logs).find((name) => name === 'cef.log')
      expect(readFileSync(join(logs, log!), 'utf8')).toMatch(/VERBOSE/)
    })
  })

  test('opens no port, unless it is asked for one', async () => {
    await withCef({}, async (cef) => {
      expect(listening(cef)).toEqual([])
    })
    const probe = createServer()
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
    const { port } = probe.address() as AddressInfo
    await new Promise((resolve) => probe.close(resolve))
    await withCef({ remoteDebuggingPort: port }, async (cef) => {
      await cef.newPage()
      const targets = await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()
      expect(targets).toContainEqual(expect.objectContaining({ type: 'page', url: 'about:blank' }))
    })
  })

  test('needs no display server and no session bus', () => {
    for (const name of [
      'DISPLAY',
      'WAYLAND_DISPLAY',
      'XAUTHORITY',
      'XDG_RUNTIME_DIR',
      'DBUS_SESSION_BUS_ADDRESS',
    ])
      vi.stubEnv(name, undefined)
    return withCef({}, async (cef) => {
      const page = await cef.newPage({ viewport: { width: 10, height: 10 } })
      await page.setContent('<body style="background: #00ff00">')
      expect([...(await page.pixels()).data.subarray(0, 4)]).toEqual([0, 255, 0, 255])
    })
  })

  test('refuses an unknown option with the nearest right name', async () => {
    await expect(launch({ swiches: {} } as LaunchOptions)).rejects.toMatchObject({
      code: 'UNKNOWN_OPTION',
      facts: { option: 'swiches', nearest: 'switches' },
    })
  })
})

/** Ports that processes of the Host listen at. */
function listening(cef: Cef): string[] {
  const lines = execFileSync('ps', ['-eo', 'pgid=,pid='], { encoding: 'utf8' }).trim().split('\n')
  const pids = lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([group]) => Number(group) === cef.address.pid)
  const inodes = ['tcp', 'tcp6'].flatMap((name) =>
    readFileSync(`/proc/net/${name}`, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === '0A')
      .map((fields) => fields[9]!),
  )
  const sockets = pids.flatMap(([, pid]) =>
    readdirSync(`/proc/${pid}/fd`).map((fd) => linkOf(`/proc/${pid}/fd/${fd}`)),
  )
  return inodes.filter((inode) => sockets.includes(`socket:[${inode}]`))
}

/** Files are closed while one looks. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

describe('a page', () => {
  const file = launched()
  const page = (options: PageOptions) => file.newPage(options)

  test('without JavaScript runs none of its own', async () => {
    const plain = await page({ javaScriptEnabled: false })
    await plain.setContent('<p>no</p><script>document.querySelector("p").textContent = "yes"</script>')
    expect(await plain.locator('p').innerText()).toBe('no')
    expect((await plain.pixels()).width).toBe(400)
  })

  test('without images loads none', async () => {
    const dot = `data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>`
    const asked: string[] = []
    const widths = await Promise.all(
      [true, false].map(async (images) => {
        const one = await page({ images })
        await one.serve('https://pictures.test/', ({ url }) => {
          asked.push(`${images} ${url}`)
          return {
            headers: { 'content-type': 'image/svg+xml' },
            body: decodeURIComponent(dot.split(',')[1]!),
          }
        })
        await one.setContent('<img src="https://pictures.test/dot.svg">')
        return one.evaluate<number>(`document.images[0].naturalWidth`)
      }),
    )
    expect(widths).toEqual([9, 0])
    expect(asked).toEqual(['true https://pictures.test/dot.svg'])
  })

  test('has its colour behind documents that set none', async () => {
    const coloured = await page({ backgroundColor: '#102030' })
    await coloured.setContent('<p>')
    expect([...(await coloured.pixels()).data.subarray(0, 4)]).toEqual([0x10, 0x20, 0x30, 255])
  })

  test('has the fonts it is given', async () => {
    const fontSettings = { standardFamily: 'Cousine', defaultSize: 30, defaultFixedSize: 21 }
    const written = await page({ fontSettings })
    await written.serve('https://fonts.test/', () => '<p>iiii</p><p>MMMM</p><pre>x</pre>')
    await written.goto('https://fonts.test/')
    const sizes = await written.evaluate<string[]>(
      `['p', 'pre'].map((name) => getComputedStyle(document.querySelector(name)).fontSize)`,
    )
    expect(sizes).toEqual(['30px', '21px'])
    const widths = await written.evaluate<number[]>(
      `[...document.querySelectorAll('p')].map((p) => { const r = document.createRange(); r.selectNodeContents(p); return r.getBoundingClientRect().width })`,
    )
    expect(widths[0]).toBe(widths[1])
  })

  test('makes as many frames a second as it is told', async () => {
    const rates = await Promise.all(
      [10, 60].map(async (frameRate) => {
        const moving = await page({ frameRate })
        return moving.evaluate<number>(`new Promise((done) => {
          let frames = 0, start = performance.now()
          const tick = () => {
            frames++
            if (performance.now() - start < 1000) requestAnimationFrame(tick)
            else done(frames)
          }
          requestAnimationFrame(tick)
        })`)
      }),
    )
    expect(rates[0]).toBeGreaterThan(3)
    expect(rates[0]).toBeLessThan(14)
    expect(rates[1]).toBeGreaterThan(rates[0]! * 1.5)
    expect(rates[1]).toBeLessThan(75)
  })

  test('made for manual rendering has no frames but those asked for', async () => {
    const still = await page({ rendering: 'manual' })
    await still.evaluate(
      `{ window.n = 0; const tick = () => { n++; requestAnimationFrame(tick) }; requestAnimationFrame(tick) }`,
    )
    await new Promise((resolve) => setTimeout(resolve, 100))
    const before = await still.evaluate<number>('n')
    await still.rendering.step(4)
    expect(await still.evaluate<number>('n')).toBe(before + 4)
  })
})
