import { asLocator, Ivya } from 'ivya'
import { Refusal } from './refusal.js'

const engine = Ivya.create({ browser: 'chromium', testIdAttribute: 'data-testid' })

/** Every element that a selector matches, in document order, open shadow roots included. */
export function queryAll(selector: string, root: ParentNode = document): Element[] {
  try {
    return engine.queryLocatorSelectorAll(selector, root as unknown as Node)
  } catch (error) {
    throw new Refusal(
      'BAD_ARGUMENT',
      `the selector \`${selector}\` is not valid: ${oneLine((error as Error).message)}`,
    )
  }
}

/** The only element that a selector matches, or null. More than one is refused. */
export function queryOne(selector: string): Element | null {
  const elements = queryAll(selector)
  if (elements.length > 1) throw notStrict(elements)
  return elements[0] ?? null
}

/** A short text that shows an element in messages. */
export function describe(node: Node): string {
  return engine.previewNode(node)
}

function notStrict(elements: Element[]): Refusal {
  const shown = elements.slice(0, 10).map((element, index) => {
    const own = asLocator('javascript', engine.generateSelectorSimple(element))
    return `\n  ${index + 1}) ${describe(element)}, which is ${own}`
  })
  if (shown.length < elements.length) shown.push('\n  …')
  return new Refusal('NOT_STRICT', `it matches ${elements.length} elements:${shown.join('')}\n`, {
    count: elements.length,
  })
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/\.$/, '')
}
