// What tests say is text, whatever it looks like.
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'vitest'
import { launched } from '../page/setup.js'
import { expect, written } from './opened.js'
import { Runs, writeRunFile } from './runs.js'

const attacks = [
  '</script><script>window.hurt = 1</script>',
  '<img src=x onerror="window.hurt = 1">',
  '<svg onload="window.hurt = 1"><style>*{display:none}</style>',
  'javascript:window.hurt=1',
  "');window.hurt=1;//\u2028window.hurt=1",
  '<!--<script>',
  '\u202egnp.txt',
]

const cef = launched()
const report = written(async (directory) => {
  const runs = new Runs()
  const tests = []
  for (const text of attacks) {
    const record = { message: text, stack: `${text}\n    at ${text}` }
    const one = await runs.test(directory, {
      titles: [text, text],
      project: text,
      file: `${text}.ts`,
      samples: [{ name: text }],
      errors: [record],
      console: [{ level: text, text, source: text }],
      steps: [{ title: text, at: 1, duration: 1, error: text }],
    })
    Object.assign(one.pictures[0]!, { message: text, golden: text, digest: text, id: `${text}&view=x` })
    one.pictures[0]!.difference!.regions[0]!.element = text
    tests.push(one)
  }
  // A name that every object has.
  tests.push(
    await runs.test(directory, {
      titles: ['__proto__'],
      project: 'constructor',
      samples: [{ name: 'toString', seed: 2 }],
    }),
  )
  const run = runs.run(tests, { obsolete: attacks, runner: { name: 'vitest', version: attacks[1]! } })
  await writeRunFile(directory, run)
})

test('nothing that a test says becomes a script, an element or a link', async () => {
  const page = await cef.newPage({ viewport: { width: 1200, height: 700 } })
  await page.goto(report.url)
  await expect(page.locator('.count')).toHaveText('8 results')
  for (const text of attacks) {
    await expect(page.locator('#detail-heading')).toHaveText(text.replace('\u2028', ' '))
    await page.keyboard.press('n')
    await page.keyboard.press('j')
  }
  await expect(page.locator('#detail-heading')).toHaveText('toString')
  await page.locator('.runs summary').click()
  const found = await page.evaluate(() => ({
    hurt: (globalThis as { hurt?: number }).hurt,
    scripts: [...document.scripts].map(({ src }) => src.split('/').at(-1)),
    others: document.querySelectorAll('a, svg, style, iframe, [onerror], [onload], [href^=javascript]')
      .length,
  }))
  expect(found).toEqual({ hurt: undefined, scripts: ['run.js', 'report.js'], others: 0 })
  expect(page.errors).toEqual([])
  // The address brings the picture back whose id looks like two values.
  await page.keyboard.press('k')
  await page.reload()
  await expect(page.locator('#detail-heading')).toHaveText(attacks.at(-1))
})

test('the page asks nobody, and runs nothing but its own scripts', async () => {
  const page = await cef.newPage()
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(report.url)
  await expect(page.locator('.count')).toHaveText('8 results')
  const folder = report.url.replace(/index\.html$/, '')
  expect(asked.filter((url) => !url.startsWith(folder) && !url.startsWith('data:,'))).toEqual([])
  // Not even what somebody brings in by hand.
  const ran = await page.evaluate(async () => {
    const script = document.createElement('script')
    script.textContent = 'window.hurt = 1'
    document.body.append(script)
    const fetched = await fetch('https://example.com/').catch(() => 'refused')
    return [(globalThis as { hurt?: number }).hurt, fetched]
  })
  expect(ran).toEqual([undefined, 'refused'])
})

test('a folder that is not whole says so', async () => {
  const file = join(report.directory, 'run.js')
  const script = await readFile(file)
  const page = await cef.newPage()
  try {
    await rm(file)
    await page.goto(report.url)
    await expect(page.locator('main')).toContainText(
      'run.js, which belongs beside this page, was not loaded.',
    )
  } finally {
    await writeFile(file, script)
  }
  const { src } = JSON.parse(/\{\\"src\\":\\"pictures[^}]*\}/.exec(String(script))![0].replaceAll('\\"', '"'))
  await rm(join(report.directory, src))
  await page.goto(report.url)
  await expect(page.locator('.broken')).toHaveText(`${src} cannot be shown.`)
})
