import type { ContractFile, MethodShape } from './contract-file.js'
import type { JsonSchema } from './json-schema.js'
import { keyText, typeText } from './type-text.js'

/** A contract as the text of a `.d.ts` for the page's sources: a global, with an interface for each part of its path. */
export function declarationOf(file: ContractFile): string {
  const parts = file.name.split('.')
  const interfaces = parts.map((_, index) => interfaceName(parts.slice(0, index + 1)))
  // Several contracts below one name are one interface: TypeScript merges them.
  const containers = interfaces
    .slice(0, -1)
    .map((name, index) => block(name, [`${keyText(parts[index + 1]!)}: ${interfaces[index + 1]}`]))
  const own = block(interfaces.at(-1)!, [
    ...Object.entries(file.methods).flatMap(([name, method]) => methodLines(name, method)),
    ...Object.entries(file.events).flatMap(([event, schema]) =>
      ['on', 'off'].map(
        (name) =>
          `${name}(event: ${JSON.stringify(event)}, listener: (value: ${typeText(schema)}) => void): void`,
      ),
    ),
  ])
  const head = `// The contract ${file.name}, made by \`cefrig contract types\`. Changes are lost when it is made again.`
  return `${[head, ...containers, own, `declare var ${parts[0]}: ${interfaces[0]}`].join('\n\n')}\n`
}

function interfaceName(parts: readonly string[]): string {
  return `${parts.map((part) => part.slice(0, 1).toUpperCase() + part.slice(1)).join('')}Contract`
}

function block(name: string, lines: readonly string[]): string {
  return [`interface ${name} {`, ...lines.map((line) => `  ${line}`), '}'].join('\n')
}

function methodLines(name: string, method: MethodShape): string[] {
  const returned = method.returns === undefined ? 'undefined' : typeText(method.returns)
  const result = returned === 'undefined' ? 'void' : returned
  const signature = `${keyText(name)}(${parameters(method)}): ${method.sync ? result : `Promise<${result}>`}`
  if (method.errors === undefined) return [signature]
  return [
    `/** ${method.sync ? 'Throws' : 'Rejects with'} ${commented(typeText(method.errors))} */`,
    signature,
  ]
}

function parameters({ args, rest }: MethodShape): string {
  // A required argument behind an optional one makes that one required too.
  const required = args.findLastIndex(({ optional }) => !optional)
  const names = args.map(({ schema }, index) => parameterName(schema, index))
  const list = args.map(({ schema, optional }, index) => {
    const name = names.indexOf(names[index]!) === index ? names[index]! : `argument${index + 1}`
    if (!optional) return `${name}: ${typeText(schema)}`
    return index > required ? `${name}?: ${typeText(schema)}` : `${name}: ${typeText(schema)} | undefined`
  })
  const further = rest === undefined ? [] : [`...rest: (${typeText(rest)})[]`]
  return [...list, ...further].join(', ')
}

/** The schema's title where it is a name. */
function parameterName(schema: JsonSchema, index: number): string {
  const title = typeof schema === 'object' ? schema.title : undefined
  const isName =
    title !== undefined && /^[a-z$_][\w$]*$/.test(title) && !reserved.has(title) && title !== 'rest'
  return isName ? title : `argument${index + 1}`
}

const reserved = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends false ' +
    'finally for function if implements import in instanceof interface let new null package private protected public return ' +
    'static super switch this throw true try typeof var void while with yield'
  ).split(' '),
)

function commented(text: string): string {
  return text.replaceAll('*/', '*\\/')
}
