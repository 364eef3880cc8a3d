// Code blocks of the documentation: what they are, and as what they are checked and run. A block is compiled and run unless a comment
// before it says why not:
//
//     <!-- not run: reason -->        compiled only
//     <!-- not compiled: reason -->   neither
//     <!-- given: code -->            in front of the block, where it is a piece of something larger
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Root of this repository. */
export const repository = fileURLToPath(new URL('../../', import.meta.url))

/** As what a block runs: `file` is one that other blocks of its document import, `piece` belongs into a test. */
export type Kind = 'test' | 'piece' | 'script' | 'config' | 'jest' | 'file'

export interface Block {
  document: string
  /** Of its first line of code. */
  line: number
  /** `ts`, `tsx`, `js` or `jsx`. */
  language: string
  code: string
  kind: Kind
  /** Its name, where its first line is a comment of nothing but that. */
  path?: string
  /** Lines of code in front of it. */
  given: string
  notRun?: string
  notCompiled?: string
}

/** Documents with code, by their paths. */
export const documents = [
  'README.md',
  ...readdirSync(join(repository, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`)
    .sort(),
]

const fence = /((?:^<!-- [^\n]*? -->\n(?:\n)?)*)^```(\w+)([^\n]*)\n([\s\S]*?)^```$/gm
const programs = ['ts', 'tsx', 'js', 'jsx']
/** By one name each, so that no program hides behind another. */
const languages = [...programs, 'sh', 'json', 'yaml', 'html', 'dockerfile']

/** The blocks in TypeScript and JavaScript of a document's text. Throws on a block that could not be found again, or a comment that means nothing. */
export function blocksOf(document: string, text = read(document)): Block[] {
  const stray = /^(?:.+```[a-z]|```\w+[ \t]|~~~).*/m.exec(text)
  if (stray) {
    throw new Error(
      `${document}: ${stray[0]}: a block begins at the margin, with its language and nothing else`,
    )
  }
  const unknown = [...text.matchAll(/^```(\w+)$/gm)].find(([, language]) => !languages.includes(language!))
  if (unknown) throw new Error(`${document}: ${unknown[1]} is none of ${languages.join(', ')}`)
  return [...text.matchAll(fence)]
    .filter(([, , language]) => programs.includes(language!))
    .map((match) => {
      const [whole, comments, language, , code] = match as unknown as [string, string, string, string, string]
      const before = text.slice(0, match.index) + whole.slice(0, whole.indexOf('```'))
      const line = before.split('\n').length + 1
      const path = /^\/\/ ([\w./-]+\.(?:[cm]?ts|tsx|[cm]?js|jsx))\n/.exec(code)?.[1]
      const marks = marksOf(comments, `${document}:${line}`)
      const given = marks.given ?? ''
      const block = { document, line, language, code, given, kind: kindOf(document, code, path) }
      return {
        ...block,
        ...(path && { path }),
        ...(marks['not run'] && { notRun: marks['not run'] }),
        ...(marks['not compiled'] && { notCompiled: marks['not compiled'] }),
      }
    })
}

function read(document: string): string {
  return readFileSync(join(repository, document), 'utf8')
}

function marksOf(comments: string, place: string): Partial<Record<string, string>> {
  const marks: Partial<Record<string, string>> = {}
  for (const [, text] of comments.matchAll(/<!-- (.*?) -->/g)) {
    const match = /^(not run|not compiled|given): (\S.*)$/.exec(text!)
    if (!match)
      throw new Error(
        `${place}: <!-- ${text} --> is none of "not run", "not compiled" and "given" with what it is about`,
      )
    const [, name, about] = match as unknown as [string, string, string]
    marks[name] = marks[name] ? `${marks[name]}\n${about}` : about
  }
  return marks
}

/** Documents whose tests are Jest's. */
const ofJest = ['docs/jest.md', 'docs/from-jest-image-snapshot.md']

function kindOf(document: string, code: string, path: string | undefined): Kind {
  if (/\bdefineConfig\(/.test(code)) return 'config'
  if (/^module\.exports\b/m.test(code)) return 'file'
  if (/\blaunch\(/.test(code)) return 'script'
  if (path && !/\.test\.\w+$/.test(path)) return 'file'
  if (ofJest.includes(document)) return 'jest'
  return /^\s*(?:test|describe)(?:\.\w+)*\(/m.test(code) ? 'test' : 'piece'
}

/** Where a block lies in a project of all documents. */
export function fileOf(block: Block): string {
  const directory = block.document.replace(/^docs\//, '').replace(/\.md$/, '')
  if (block.path && block.kind === 'file') return `${directory}/${block.path}`
  const test = ['test', 'piece', 'jest'].includes(block.kind) ? '.test' : ''
  return `${directory}/line-${block.line}${test}.${block.language}`
}
