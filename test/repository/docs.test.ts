// The documentation is true: its links lead somewhere, and its programs run.
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { JestProject } from '../jest/project.js'
import { Project, type Run } from '../vitest/project.js'
import { type Block, blocksOf, documents, fileOf, type Kind, repository } from './code-blocks.js'

const runNode = promisify(execFile)
const read = (path: string) => readFileSync(join(repository, path), 'utf8')

const texts = [
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

test.each(texts)('links in %s lead somewhere', (document) => {
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

test.each(texts.filter((name) => !name.startsWith('examples/')))(
  'files that %s names are there',
  (document) => {
    const named = /`((?:test|src|examples|scripts|native|docs|matchers|fixtures|environment)\/[\w./-]*)`/g
    const paths = [...read(document).matchAll(named)].map((match) => match[1]!)
    expect(paths.filter((path) => !statSync(join(repository, path), { throwIfNoEntry: false }))).toEqual([])
  },
)

/** What pages of the documentation's tests are at. */
const pages = {
  'tasks.html': `<title>Tasks</title>
  <form onsubmit="event.preventDefault()"><label>What to do <input></label>
  <button onclick="const item = document.createElement('li'); item.textContent = document.querySelector('input').value; document.querySelector('ul').append(item)">Add</button></form>
  <ul></ul>`,
  'editor.html': `<title>Editor</title>
  <button onclick="setTimeout(() => document.querySelector('output').textContent = 'Saved', 300_000)">Save later</button>
  <output></output><dialog open>Welcome</dialog>`,
  'notes.html': `<title>Notes</title><button onclick="host.notes.save('hello')">Save</button>`,
  'notes-app.html': `<title>Notes</title><label>Note <input></label><button>Save</button><output></output>
  <script>
    document.querySelector('button').onclick = async () => {
      await CefSharp.BindObjectAsync('notes')
      const id = await notes.save(document.querySelector('input').value)
      document.querySelector('output').textContent = 'Saved as ' + id
    }
  </script>`,
  'index.html': '<title>Application</title>',
  'profile.html': '<title>Profile</title>',
}

const publicPages = Object.fromEntries(Object.entries(pages).map(([name, text]) => [`public/${name}`, text]))

const blocks = documents.flatMap((document) => blocksOf(document)).filter((block) => !block.notCompiled)
const ran = blocks.filter((block) => !block.notRun)
const ofKind = (...kinds: Kind[]) => ran.filter(({ kind }) => kinds.includes(kind))
const named = (found: Block[]) => found.map((block) => [`${block.document}:${block.line}`, block] as const)

/** A block as a file. What a piece of a test imports and declares stands outside of the test. */
function source(block: Block): string {
  const lines = `${block.given}\n${block.code}`.split('\n')
  if (block.kind !== 'piece') return lines.join('\n')
  const outside: string[] = []
  const inside: string[] = []
  let isOpen = false
  for (const line of lines) {
    const isOutside = isOpen || /^(?:import|declare) /.test(line)
    if (isOutside) isOpen = isOpen ? !line.startsWith('}') : line.endsWith('{')
    ;(isOutside ? outside : inside).push(line)
  }
  return `import { expect, test } from 'cefrig/vitest'
    ${outside.join('\n')}
    test('line ${block.line}', async ({ page, cef, mount }) => {
      ${inside.join('\n')}
    })`
}

function filesOf(found: readonly Block[]): Record<string, string> {
  return Object.fromEntries(found.map((block) => [fileOf(block), source(block)]))
}

describe('of the documentation', () => {
  const inTest = ofKind('test', 'piece')
  const configs = ofKind('config')
  const scripts = ofKind('script')
  const nameOf = (block: Block) => fileOf(block).replaceAll('/', '-')
  let project: Project
  let run: Run

  beforeAll(async () => {
    const configuration = `import { cefrig } from 'cefrig/vitest/plugin'
      import { defineConfig } from 'vitest/config'
      export default defineConfig({ plugins: [cefrig({ root: 'public' })] })`
    project = new Project(
      5,
      {
        ...publicPages,
        'picture.png': 'a picture',
        'notes.txt': 'notes',
        'vitest.config.ts': configuration,
        ...filesOf([...inTest, ...scripts, ...ofKind('file')]),
        ...Object.fromEntries(configs.map((block) => [`config-${nameOf(block)}`, block.code])),
      },
      ['react', 'react-dom', 'vite', 'zod', 'playwright'],
    )
    // In one process: a new one for each file takes most of the time.
    run = await project.run(['--maxWorkers=1', '--no-isolate'], { CI: '' })
  }, 240_000)

  afterAll(() => project.remove())

  test.each(named(inTest))('the test in %s passes', (_, block) => {
    expect(run.output.includes(`${fileOf(block)} (`), run.output).toBe(true)
    expect(new RegExp(`(FAIL|×) .*${fileOf(block)}`).test(run.output), run.messages).toBe(false)
  })

  test.each(named(scripts))('the script in %s runs', async (_, block) => {
    await runNode(process.execPath, [fileOf(block)], { cwd: project.directory })
  })

  test('the configurations are taken', async () => {
    const projects = configs.map((block) => ({
      extends: `./config-${nameOf(block)}`,
      test: { name: nameOf(block) },
    }))
    project.write('all.config.ts', `export default { test: { projects: ${JSON.stringify(projects)} } }`)
    const seen = await project.run(['--config', 'all.config.ts', '--passWithNoTests', 'no-such-test'])
    expect(seen.code, seen.output).toBe(0)
  })
})

test("Jest's tests of the documentation pass", async () => {
  const files = {
    ...filesOf(ofKind('jest', 'file')),
    'jest.config.json': '{ "preset": "cefrig", "testMatch": ["**/*.test.js"] }',
  }
  const jest = new JestProject({ ...files, ...publicPages })
  try {
    const run = await jest.run(['--config', 'jest.config.json', '-i'])
    expect(run.messages).toBe('')
    expect(Object.values(run.tests)).toEqual(ofKind('jest').map(() => 'passed'))
  } finally {
    jest.remove()
  }
})
