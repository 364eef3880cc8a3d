import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { startCefrig } from './run.js'

const hasDisplay = (process.env.PATH ?? '')
  .split(delimiter)
  .some((directory) => existsSync(join(directory, 'Xvfb')))

/** A display of 640×480 pixels in memory. */
async function display() {
  const directory = mkdtempSync(join(tmpdir(), 'cefrig-display-'))
  const args = ['-displayfd', '3', '-screen', '0', '640x480x24', '-fbdir', directory, '-nolisten', 'tcp']
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const ended = new Promise((done) => server.once('exit', done))
  onTestFinished(async () => {
    server.kill()
    await ended
    rmSync(directory, { recursive: true })
  })
  const number = await new Promise<string>((resolve, reject) => {
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)))
    server.stdio[3]!.on('data', (chunk) => resolve(String(chunk).trim()))
  })
  return {
    name: `:${number}`,
    pixel: (x: number, y: number) => pixelOf(readFileSync(join(directory, 'Xvfb_screen0')), x, y),
  }
}

/** Of a file in the format of xwd(1): red, green, blue. */
function pixelOf(file: Buffer, x: number, y: number): number[] {
  const field = (index: number) => file.readUInt32BE(index * 4)
  const [headerSize, bytesPerLine, colours] = [field(0), field(12), field(19)]
  const at = headerSize + colours * 12 + y * bytesPerLine + x * 4
  return [file[at + 2]!, file[at + 1]!, file[at]!]
}

test.runIf(hasDisplay)('cefrig open shows the page in a window where there is a display', async () => {
  const { name, pixel } = await display()
  const page = `data:text/html,<title>window</title><body style="background:rgb(10,120,200)">`
  const args = ['open', page, '--size', '200x100', '--position', '300,200', '--json']
  const { child, ended } = startCefrig(args, { ...process.env, DISPLAY: name })
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  const next = async () => JSON.parse((await lines.next()).value ?? 'null') as Record<string, unknown>
  const opened = await next()
  expect(opened).toMatchObject({ event: 'opened', window: true })
  await expect.poll(() => pixel(499, 299)).toEqual([10, 120, 200])
  expect(pixel(300, 200)).toEqual([10, 120, 200])
  expect([pixel(299, 200), pixel(500, 299)]).toEqual([
    [0, 0, 0],
    [0, 0, 0],
  ])
  const targets = (await (await fetch(`${opened.devtools}/json`)).json()) as { id: string; title: string }[]
  const [target] = targets.filter(({ title }) => title === 'window')
  await fetch(`${opened.devtools}/json/close/${target!.id}`)
  expect(await next()).toEqual({ event: 'closed', reason: 'page' })
  expect(await ended).toMatchObject({ code: 0, stderr: '' })
})
