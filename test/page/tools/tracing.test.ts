import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { failure, launched } from '../setup.js'

const cef = launched()

interface Trace {
  traceEvents: { name: string; cat: string }[]
}

test('a trace has what the page did meanwhile, and is written to a file', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'cefrig-trace-'))
  try {
    const page = await cef.show('<p>text')
    await page.tracing.start()
    await page.evaluate(`performance.mark('my mark')`)
    const path = join(directory, 'trace.json')
    const bytes = await page.tracing.stop({ path })
    const { traceEvents } = JSON.parse(bytes.toString()) as Trace
    expect(traceEvents.filter(({ name }) => name === 'my mark')).not.toEqual([])
    expect(await readFile(path)).toEqual(bytes)

    await page.tracing.start({ categories: ['blink.user_timing'] })
    await page.evaluate(`performance.mark('other mark')`)
    const again = JSON.parse((await page.tracing.stop()).toString()) as Trace
    const marks = again.traceEvents.filter(({ cat }) => cat.includes('blink.user_timing'))
    expect(marks.map(({ name }) => name)).toEqual(['other mark'])
  } finally {
    await rm(directory, { recursive: true })
  }
})

test('one page of a Host is traced at a time, until it is closed', async () => {
  const [page, other] = [await cef.newPage(), await cef.newPage()]
  expect(await failure(page.tracing.stop())).toMatchObject({
    code: 'BAD_ARGUMENT',
    message: 'tracing.stop() failed: the page is not being traced. Call page.tracing.start() first.',
  })
  await page.tracing.start()
  expect(await failure(other.tracing.start())).toMatchObject({ code: 'BUSY', facts: { pageId: page.id } })
  await page.close()
  await other.tracing.start()
  expect((await other.tracing.stop()).length).toBeGreaterThan(0)
  expect(await failure(other.tracing.start({ categories: 'all' as never }))).toMatchObject({
    code: 'BAD_ARGUMENT',
  })
})
