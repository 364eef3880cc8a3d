import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { cefrig as run, startCefrig } from './run.js'

// Each test runs whole commands, of which each boots CEF.
vi.setConfig({ testTimeout: 120_000 })

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cefrig-shoot-'))
})
afterEach(() => rm(directory, { recursive: true }))

const { CI: _, ...env } = process.env

function cefrig(args: readonly string[], env: NodeJS.ProcessEnv) {
  return run(args, env, [], directory)
}

/** A page of one colour, 900 CSS pixels high. */
function coloured(colour: string): string {
  const body = `<body style="margin:0;height:900px;background:${colour}"><b style="display:block;width:20px;height:10px">`
  return `data:text/html,${encodeURIComponent(body)}`
}

function picture(name: string): string {
  return join(directory, name)
}

async function read(name: string): Promise<PNG> {
  return PNG.sync.read(await readFile(picture(name)))
}

function pixel({ data, width }: PNG, x: number, y: number): number[] {
  const at = (y * width + x) * 4
  return [...data.subarray(at, at + 4)]
}

test('cefrig shoot writes the picture of a page', async () => {
  const file = picture('a/page.png')
  const done = await cefrig(['shoot', coloured('rgb(1,2,3)'), file, '--size', '300x200', '--scale', '2'], env)
  expect(done).toEqual({ code: 0, stdout: 'a/page.png, 600×400\n', stderr: '' })
  const png = await read('a/page.png')
  expect([png.width, png.height, pixel(png, 599, 399)]).toEqual([600, 400, [1, 2, 3, 255]])
})

test('of the whole page, with covered elements, as JSON', async () => {
  const args = ['--size=300x200', '--full-page', '--mask', 'b', '--json']
  const done = await cefrig(['shoot', coloured('white'), picture('page.png'), ...args], env)
  expect(JSON.parse(done.stdout)).toMatchObject({
    file: picture('page.png'),
    failed: false,
    width: 300,
    height: 900,
  })
  const png = await read('page.png')
  expect([pixel(png, 5, 5), pixel(png, 5, 15)]).toEqual([
    [255, 0, 255, 255],
    [255, 255, 255, 255],
  ])
})

test('of many pages; one that fails keeps no other', async () => {
  const list = picture('list.txt')
  const lines = [
    '# comment',
    `${coloured('red')} ${picture('red.png')}`,
    '',
    `http://127.0.0.1:1/ ${picture('none.png')}`,
    `${coloured('lime')}   ${picture('with space.png')}`,
  ]
  await writeFile(list, lines.join('\n'))
  const done = await cefrig(['shoot', '--list', list, '--selector', 'b', '--jobs', '2'], env)
  expect(done).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/2 of 3 pictures are right\.\n$/),
    stderr: expect.stringMatching(/none\.png: page\.goto\(\) failed: .*ERR_(UNSAFE_PORT|CONNECTION_REFUSED)/),
  })
  const [red, lime] = [await read('red.png'), await read('with space.png')]
  expect([red.width, red.height, pixel(red, 1, 1)]).toEqual([20, 10, [255, 0, 0, 255]])
  expect(pixel(lime, 1, 1)).toEqual([0, 255, 0, 255])
  await expect(stat(picture('none.png'))).rejects.toThrow('ENOENT')
})

test('goes on when nobody reads what it says any more', async () => {
  await writeFile(
    picture('pages.txt'),
    ['red a.png', 'lime b.png']
      .map((line) => {
        const [colour, file] = line.split(' ')
        return `${coloured(colour!)} ${file}`
      })
      .join('\n'),
  )
  const args = ['shoot', '--list', 'pages.txt', '--golden', '--size', '40x30']
  const { child, ended } = startCefrig(args, env, [], directory)
  child.stdout!.destroy()
  expect(await ended).toMatchObject({ code: 0, stderr: '' })
  const { tests } = JSON.parse(await readFile(picture('.cefrig/shoot/run.json'), 'utf8'))
  expect(tests).toHaveLength(2)
})

test('with --golden compares, and replaces nothing that it was not told to', async () => {
  const file = picture('golden.png')
  const shoot = (colour: string, args: string[] = [], more: NodeJS.ProcessEnv = {}) =>
    cefrig(['shoot', coloured(colour), file, '--golden', '--size', '40x30', ...args], { ...env, ...more })
  expect(await shoot('red', [], { CI: '1' })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('there is no golden'),
  })
  expect(await shoot('red')).toMatchObject({ code: 0, stdout: expect.stringContaining('was written, 40×30') })
  const golden = await readFile(file)
  expect(await shoot('red')).toMatchObject({ code: 0, stdout: expect.stringContaining('matched, 40×30') })
  const differs = await shoot('blue')
  expect(differs).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('1,200 of 1,200 pixels (100 %) differ from golden.png'),
  })
  expect(await readFile(file)).toEqual(golden)
  const [, diff = ''] = /diff: +(\S+)/.exec(differs.stderr) ?? []
  expect(diff).toBe('.cefrig/shoot/results/golden-diff.png')
  expect((await read(diff)).width).toBe(40)
  expect(await shoot('blue', ['-u'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('was updated'),
  })
  expect(pixel(await read('golden.png'), 1, 1)).toEqual([0, 0, 255, 255])
})

test('what --golden finds is reviewed, and approved without another look', async () => {
  const list = picture('pages.txt')
  const pages = (colour: string) => [
    `${coloured(colour)} goldens/a.png`,
    `${coloured('lime')} goldens-a.png`,
    `http://127.0.0.1:1/ none.png`,
  ]
  const shoot = async (colour: string) => {
    await writeFile(list, pages(colour).join('\n'))
    return cefrig(['shoot', '--list', 'pages.txt', '--golden', '--size', '40x30'], env)
  }
  await shoot('red')
  const differs = await shoot('blue')
  expect(differs).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('`cefrig review .cefrig/shoot` shows what differs, and approves it.'),
  })
  const run = JSON.parse(await readFile(picture('.cefrig/shoot/run.json'), 'utf8'))
  expect(run).toMatchObject({
    runner: { name: 'shoot' },
    partial: [],
    tests: [
      {
        file: 'pages.txt',
        titles: [coloured('blue')],
        state: 'failed',
        pictures: [
          {
            golden: 'goldens/a.png',
            outcome: 'mismatched',
            files: { actual: 'results/goldens/a-actual.png', diff: 'results/goldens/a-diff.png' },
          },
        ],
      },
      { state: 'passed', pictures: [{ golden: 'goldens-a.png', outcome: 'matched', files: {} }] },
      { state: 'failed', errors: [{ message: expect.stringContaining('page.goto() failed') }], pictures: [] },
    ],
  })
  expect(await cefrig(['review', '--approve', 'goldens/a.png'], env)).toEqual({
    code: 0,
    stdout: 'goldens/a.png is approved.\n',
    stderr: '',
  })
  expect(pixel(await read('goldens/a.png'), 1, 1)).toEqual([0, 0, 255, 255])
  expect((await shoot('blue')).stdout).toContain('goldens/a.png matched')
})

test.each([
  [
    ['shoot', 'about:blank'],
    'a page and a file are needed. Write `cefrig shoot URL picture.png`, or `--list FILE`.',
  ],
  [['shoot', 'about:blank', 'a.jpg'], 'the picture is `a.jpg`. Pictures are PNGs: end its name in .png.'],
  [['shoot', '--list', 'no-such-list'], 'the list no-such-list cannot be read (ENOENT). Give another path.'],
  [['shoot', 'a', 'a.png', '--jobs', 'x'], '`--jobs` is `x`. Give a number from 1 to 64.'],
  [
    ['shoot', 'a', 'a.png', '--style', 'none.css'],
    'the style none.css cannot be read (ENOENT). Give another path.',
  ],
  [
    ['shoot', 'a', 'a.png', '--selector', 'b', '--full-page'],
    '`--selector` and `--full-page` are given. Leave one out.',
  ],
])('%j is refused', async (args, words) => {
  expect(await cefrig(args, env)).toEqual({ code: 2, stdout: '', stderr: `cefrig shoot failed: ${words}\n` })
})

test('when more is ready, in a colour scheme', async () => {
  const html = `<meta name="color-scheme" content="light dark"><body style="margin:0;background:light-dark(#ffffff,#102030)"><p aria-busy=true>wait</p>
    <script>setTimeout(() => { document.body.innerHTML = '<div style="height:300px;background:#00ff00;width:50px">' }, 300)</script>`
  const url = `data:text/html,${encodeURIComponent(html)}`
  const file = picture('ready.png')
  const done = await cefrig(
    ['shoot', url, file, '--size=100x50', '--ready=busy,images', '--color-scheme=dark'],
    env,
  )
  expect(done).toMatchObject({ code: 0, stderr: '' })
  const png = await read('ready.png')
  expect([pixel(png, 5, 5), pixel(png, 90, 5)]).toEqual([
    [0, 255, 0, 255],
    [16, 32, 48, 255],
  ])
  expect(await cefrig(['shoot', url, file, '--ready', 'network,soon'], env)).toMatchObject({
    code: 2,
    stderr:
      'cefrig shoot failed: `--ready soon` is not known. Give network, busy, animations, images, or several with commas between.\n',
  })
  expect(await cefrig(['shoot', url, file, '--color-scheme', 'red'], env)).toMatchObject({ code: 2 })
})
