import { pathToFileURL } from 'node:url'
import { type Program, parse } from 'acorn'
import { convert } from 'ast-v8-to-istanbul'
import type { Counted, CountedScript } from './counted.js'
import { ProjectFiles } from './project-files.js'
import { mapComment } from './source-map.js'

/** What ran of one file, in the form of Istanbul. */
export interface IstanbulFile {
  path: string
  statementMap: Record<string, unknown>
  fnMap: Record<string, unknown>
  branchMap: Record<string, unknown>
  s: Record<string, number>
  f: Record<string, number>
  b: Record<string, number[]>
}

/** Sources that are no files of the project; below nothing that exists. */
const nowhere = 'file:///cefrig-nowhere/'

/**
 * What ran of the files of projects, of which scripts of pages were made. One file may be there several times: once for each script.
 * `roots`: of the projects, absolute. `isWanted`: which files matter. `warn`: is told of scripts that are left out.
 */
export async function convertCounts(
  counts: readonly [CountedScript, Counted['functions']][],
  {
    roots,
    isWanted,
    warn,
  }: {
    roots: readonly string[]
    isWanted(file: string): boolean
    warn(text: string): void
  },
): Promise<IstanbulFile[]> {
  const files = new ProjectFiles(roots)
  const converted: IstanbulFile[] = []
  for (const [script, functions] of counts) {
    const paths = await pathsOf(files, script)
    if (!paths.some((path) => path !== null && isWanted(path))) continue
    const found = await convertOne(script, functions, paths).catch(({ message }: Error) => {
      warn(`cefrig: what ran of ${script.url} is not in the report of coverage: ${message}`)
      return []
    })
    converted.push(...found.filter(({ path }) => paths.includes(path) && isWanted(path)))
  }
  return converted
}

/** Of a script's sources, in their order; without a source map of itself. */
async function pathsOf(files: ProjectFiles, script: CountedScript): Promise<(string | null)[]> {
  if (!script.map) return [await files.ofScript(script)]
  return Promise.all(script.map.sources.map((_, index) => files.ofSource(script, index)))
}

async function convertOne(
  { source, map }: CountedScript,
  functions: Counted['functions'],
  paths: readonly (string | null)[],
): Promise<IstanbulFile[]> {
  // The converter would look for the map that the comment names on this machine's disk. Places stay as they are.
  const code = source.replaceAll(mapComment, (comment) => comment.replaceAll(/\S/g, ' '))
  const ast = parsed(code)
  const sources = paths.map((path, index) =>
    path === null ? `${nowhere}${index}` : pathToFileURL(path).href,
  )
  const own = map ? `${nowhere}script` : sources[0]!
  const all = await convert<never, never>({
    code,
    ast: ast as never,
    coverage: { url: own, functions },
    ...(map && { sourceMap: { ...map, sources, sourceRoot: undefined } as never }),
    ignoreNode: isOfBundler as never,
  })
  return Object.values(all).map((file) => plainFile(file as unknown as IstanbulFile))
}

/** @throws SyntaxError */
function parsed(code: string): Program {
  const options = { ecmaVersion: 'latest', allowHashBang: true } as const
  try {
    return parse(code, { ...options, sourceType: 'module' })
  } catch {
    // A module's rules are stricter.
    return parse(code, { ...options, sourceType: 'script' })
  }
}

interface EsNode {
  type: string
  [name: string]: unknown
}

/** What Vite writes in the place of imports from packages in CommonJS: it is mapped to the project's line. */
function isOfBundler(node: EsNode, what: 'function' | 'statement' | 'branch'): boolean {
  if (what === 'statement')
    return node.type === 'VariableDeclarator' && readsInterop(node.init as EsNode | null)
  return what === 'branch' && node.type === 'ConditionalExpression' && readsInterop(node.test as EsNode)
}

/** `__vite__cjsImport0_react["useState"]`, and what is asked of it. */
function readsInterop(node: EsNode | null): boolean {
  switch (node?.type) {
    case 'Identifier':
      return String(node.name).startsWith('__vite__cjsImport')
    case 'MemberExpression':
      return readsInterop(node.object as EsNode)
    case 'ConditionalExpression':
      return readsInterop(node.test as EsNode)
    case 'CallExpression':
      return readsInterop((node.arguments as EsNode[])[0] ?? null)
  }
  return false
}

/** Without what the converter has for itself. */
function plainFile({ path, statementMap, fnMap, branchMap, s, f, b }: IstanbulFile): IstanbulFile {
  return { path, statementMap, fnMap, branchMap, s, f, b }
}
