// The documentation is true: its links lead somewhere, and its programs run.
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Project, type Run } from '../vitest/project.js'

const runNode = promisify(execFile)
const repository = fileURLToPath(new URL('../../', import.meta.url))
const read = (path: string) => readFileSync(join(repository, path), 'utf8')

const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'native/fonts/README.md'],
  ...['docs', 'examples'].flatMap((directory) =>
    readdirSync(join(repository, directory), { recursive: true })
      .map((name) => `${directory}/${name}`)
      .filter((name) => name.endsWith('.md') && !name.includes('node_modules')),
  ),
]

/** As GitHub makes them of headings. */
function anchors(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  )
}

function withoutCode(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '`')
}

test.each(documents)('links in %s lead somewhere', (document) => {
  const links = [...withoutCode(read(document)).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!)
  const dead = links
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [path, anchor] = link.split('#') as [string, string?]
      const target = path === '' ? join(repository, document) : resolve(repository, dirname(document), path)
      if (!statSync(target, { throwIfNoEntry: false })) return true
      return anchor !== undefined && !anchors(readFileSync(target, 'utf8')).includes(anchor)
    })
  expect(dead).toEqual([])
})

test.each(documents.filter((name) => !name.startsWith('examples/')))(
  'files that %s names are there',
  (document) => {
    const named = /`((?:test|src|examples|scripts|native|docs|matchers|fixtures|environment)\/[\w./-]*)`/g
    const paths = [...read(document).matchAll(named)].map((match) => match[1]!)
    expect(paths.filter((path) => !statSync(join(repository, path), { throwIfNoEntry: false }))).toEqual([])
  },
)

/** The TypeScript programs of a document, by the line they begin in. */
function programs(document: string): { line: number; code: string }[] {
  const text = read(document)
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map((match) => ({
    line: text.slice(0, match.index).split('\n').length + 1,
    code: match[1]!,
  }))
}

const tasks = `<title>Tasks</title>
  <form onsubmit="event.preventDefault()"><label>What to do <input></label>
  <button onclick="const item = document.createElement('li'); item.textContent = document.querySelector('input').value; document.querySelector('ul').append(item)">Add</button></form>
  <ul></ul>`

describe.each(['README.md', 'docs/guide.md', 'docs/network.md', 'docs/prompts.md', 'docs/vitest.md'])(
  '%s',
  (document) => {
    const found = programs(document)
    const isConfig = (code: string) => code.includes('defineConfig')
    const isScript = (code: string) => code.includes('launch(')
    const fileOf = (line: number) => `line-${line}.test.ts`
    const inTest = found.filter(({ code }) => !isConfig(code) && !isScript(code))

    let project: Project
    let run: Run

    beforeAll(async () => {
      const files = inTest.map(({ line, code }) => [
        fileOf(line),
        code.includes('test(') ? code : wrapped(code, line),
      ])
      project = new Project(5, {
        'public/tasks.html': tasks,
        'vitest.config.ts': `import { cefrig } from 'cefrig/vitest/plugin'
        import { defineConfig } from 'vitest/config'
        export default defineConfig({ plugins: [cefrig({ root: 'public' })] })`,
        ...Object.fromEntries(files),
      })
      run = await project.run(['--maxWorkers=1'], { CI: '' })
    }, 120_000)

    afterAll(() => project.remove())

    test.each(inTest)('the test in line $line passes', ({ line }) => {
      expect(run.output.includes(`${fileOf(line)} (`), run.output).toBe(true)
      expect(new RegExp(`(FAIL|×) .*${fileOf(line)}`).test(run.output), run.messages).toBe(false)
    })

    const scripts = found.filter(({ code }) => isScript(code))
    test.runIf(scripts.length > 0).for(scripts)('the script in line $line runs', async ({ line, code }) => {
      project.write(`script-${line}.ts`, code)
      await runNode(process.execPath, [`script-${line}.ts`], { cwd: project.directory })
    })

    const configs = found.filter(({ code }) => isConfig(code))
    test.runIf(configs.length > 0).for(configs)(
      'the configuration in line $line is taken',
      async ({ line, code }) => {
        project.write(`config-${line}.ts`, code)
        const seen = await project.run(['--config', `config-${line}.ts`, '--passWithNoTests', 'no-such-test'])
        expect(seen.code, seen.output).toBe(0)
      },
    )
  },
)

/** A piece of a test as a test. */
function wrapped(code: string, line: number): string {
  return `import { expect, test } from 'cefrig/vitest'
    test('line ${line}', async ({ page, cef }) => {
      ${code}
    })`
}
