import { type Program, parse } from 'acorn'
import { convert } from 'ast-v8-to-istanbul'
import type { ScriptCoverage } from '../../protocol/tools.js'

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

/** A script as it ran, and what it was made of. */
export interface RanScript {
  source: string
  functions: ScriptCoverage['functions']
  /** Its source map, whose sources are in the order of `paths`; without one it is its own source. */
  map: object | undefined
  /** Of the sources; null: it does not matter. */
  paths: readonly (string | null)[]
}

/** Where the converter believes sources to be: nothing is there. */
const nowhere = '/cefrig-nowhere/'

/** What ran of the sources of one script. @throws Error that says what is wrong with the script, or with its source map. */
export async function toIstanbulFiles({ source, functions, map, paths }: RanScript): Promise<IstanbulFile[]> {
  // The converter would look for a map by itself, on this machine's disk, and in strings too. Places stay as they are.
  const code = source.replaceAll(/#\s*sourceMappingURL/g, (words) => `${words.slice(0, -1)}_`)
  const ast = parsed(code)
  const sources = paths.map((_, index) => `file://${nowhere}${index}`)
  const all = await convert<never, never>({
    code,
    ast: ast as never,
    coverage: { url: map ? `file://${nowhere}script` : sources[0]!, functions },
    ...(map && { sourceMap: { ...map, sources, sourceRoot: undefined } as never }),
    ignoreNode: isOfBundler as never,
  }).catch(({ message }: Error) => {
    throw new Error(map ? `its source map is wrong: ${message}` : message)
  })
  return Object.values(all).flatMap((file) => {
    const found = file as unknown as IstanbulFile
    const path = paths[Number(found.path.slice(nowhere.length))]
    return path == null ? [] : [plainFile(found, path)]
  })
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
function plainFile({ statementMap, fnMap, branchMap, s, f, b }: IstanbulFile, path: string): IstanbulFile {
  return { path, statementMap, fnMap, branchMap, s, f, b }
}
