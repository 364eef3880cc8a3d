import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { cefrig, startCefrig } from './run.js'

// Without a display, wherever the tests run.
const { DISPLAY: _, ...env } = process.env

const page = 'data:text/html,<title>opened</title>'

/** The lines of a command's output, one at a time. */
function linesOf(stream: NodeJS.ReadableStream) {
  const lines = createInterface({ input: stream })[Symbol.asyncIterator]()
  return async () => JSON.parse((await lines.next()).value ?? 'null') as Record<string, unknown>
}

test('cefrig open shows a page to DevTools, and tells when the page is closed there', async () => {
  const { child, ended } = startCefrig(['open', page, '--size', '300x200', '--json'], env)
  const next = linesOf(child.stdout!)
  const opened = await next()
  expect(opened).toEqual({
    event: 'opened',
    url: page,
    window: false,
    devtools: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
  })

  // What a person's DevTools would find there.
  const targets = (await (await fetch(`${opened.devtools}/json`)).json()) as { id: string; title: string }[]
  const [target] = targets.filter(({ title }) => title === 'opened')
  expect(target).toBeDefined()
  await fetch(`${opened.devtools}/json/close/${target!.id}`)
  expect(await next()).toEqual({ event: 'closed', reason: 'page' })
  expect(await ended).toMatchObject({ code: 0, stderr: '' })
})

test('cefrig open ends with Ctrl-C', async () => {
  const { child, ended } = startCefrig(['open', page], env)
  await new Promise((told) => child.stdout!.once('data', told))
  child.kill('SIGINT')
  const { code, stdout } = await ended
  expect(code).toBe(0)
  expect(stdout).toMatch(/is open\. Look at it at http:.*\nClosed\.\n$/s)
})

test('what cannot be opened is said', async () => {
  expect(await cefrig(['open', page, '--size', 'big'], env)).toMatchObject({
    code: 2,
    stderr: 'cefrig open failed: the size is `big`. Write it as `--size 1280x720`.\n',
  })
  for (const option of ['--frameless', '--icon=icon.png'])
    expect(await cefrig(['open', page, option], env)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /^cefrig open failed: `--\w+` is about the look of the window, which its window manager gives it\. /,
      ),
    })
  expect(await cefrig(['open', page, '--position', '0,0'], env)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(
      'the page has no position, since there is no display (DISPLAY is not set)',
    ),
  })
  expect(await cefrig(['open', page, '--position', 'left'], { ...env, DISPLAY: ':none' })).toMatchObject({
    code: 2,
    stderr: 'cefrig open failed: the position is `left`. Write it as `--position 100,50`.\n',
  })
  expect(await cefrig(['open', page], { ...env, DISPLAY: ':61234' })).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /^cefrig open failed: CEF did not start on the display `:61234`\. .*`--off-screen`\.\n$/,
    ),
  })
  const gone = await cefrig(['open', './no-such-file.html'], env)
  expect(gone).toMatchObject({ code: 1, stderr: expect.stringContaining('net::ERR_FILE_NOT_FOUND') })
})
