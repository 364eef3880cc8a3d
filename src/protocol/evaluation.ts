import { readFileSync } from 'node:fs'
import { Script } from 'node:vm'
import type { EvaluateRequest } from './page.js'

/** Parameters of CDP's `Runtime.callFunctionOn`, to be completed with the execution context and `awaitPromise: true`. */
export interface EvaluationCall {
  functionDeclaration: string
  arguments: ({ value: string } | { objectId: string })[]
}

/** Text of the script for the isolated world; it sets `globalThis.__cefrig`. */
export const injectedSource = (): string => read('main')

/** Text of an expression whose value is the codec, for a page's own world. */
export const pageCodecSource = (): string => read('codec')

/** Text of an expression whose value is the function that replaces a document's clock. */
export const clockSource = (): string => read('clock')

/** Text of an expression whose value installs bindings in a document; see `src/injected/bindings.ts`. */
export const bindingsSource = (): string => read('bindings')

/** Text of an expression whose value is what the isolated world needs for {@link Operations.ariaSnapshot}. */
export const ariaSource = (): string => read('aria')

const sources = new Map<string, string>()

function read(name: 'main' | 'codec' | 'clock' | 'bindings' | 'aria'): string {
  const known = sources.get(name)
  if (known !== undefined) return known
  const text = readFileSync(new URL(`../injected/${name}.bundle.js`, import.meta.url), 'utf8')
  sources.set(name, text)
  return text
}

/**
 * What to call in the page for a request. The call's result is the value as WireValue text or, with `returnHandle`, the object
 * itself; text then means that the value is a primitive, encoded. What the page's code throws rejects the call as it is.
 *
 * In the isolated world `globalThis.__cefrig.codec` must exist. In the main world the codec travels with each call, because
 * the page must not see anything of it; V8 keeps the compiled text.
 */
export function evaluationCall(request: EvaluateRequest): EvaluationCall {
  const { source, isFunction, args, handles, world, returnHandle } = request
  const codec = world === 'isolated' ? 'globalThis.__cefrig.codec' : read('codec')
  const evaluated =
    isFunction || isExpression(source) ? `(${source}\n)` : `(0,eval)(${JSON.stringify(source)})`
  // The page's code comes first, so that its lines are numbered from 1 in stacks.
  const functionDeclaration = `async function(__text,...__handles){${prelude(source)}let __value=${evaluated};
const __codec=${codec};
if(typeof __value==='function')__value=__value(...__codec.decode(__text,__handles));
__value=await __value;return ${returnHandle ? "(typeof __value==='object'&&__value!==null)||typeof __value==='function'?__value:" : ''}__codec.encode(__value)}`
  return { functionDeclaration, arguments: [{ value: args }, ...handles.map((objectId) => ({ objectId }))] }
}

/** Names that transpilers and coverage tools refer to in the source of a test's functions, and that no page has. */
function prelude(source: string): string {
  let text = source.includes('__name(') ? 'const __name=f=>f;' : ''
  const counters = new Set(source.match(/\bcov_\w+(?=\()/g))
  for (const counter of counters) {
    text += `const ${counter}=()=>new Proxy({},{get:(_,k)=>typeof k==='symbol'?()=>0:${counter}(),set:()=>true});`
  }
  return text
}

function isExpression(source: string): boolean {
  try {
    new Script(`(async()=>(${source}\n))`)
    return true
  } catch {
    return false
  }
}
