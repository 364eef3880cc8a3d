import { generateAriaTree, matchAriaTree, parseAriaTemplate, renderAriaTree } from 'ivya/aria'
import type { Observed } from '../protocol/operation.js'

/** The tree of what assistive technology finds, of roles and names as locators know them. */
const aria = {
  /** In YAML, a line for each role. */
  snapshot: (element: Element): string => renderAriaTree(generateAriaTree(element)),

  /** With a template that the matcher has parsed before. */
  compare(element: Element, template: string): Observed {
    const tree = generateAriaTree(element)
    return { pass: matchAriaTree(tree, parseAriaTemplate(template)).pass, received: renderAriaTree(tree) }
  },
}

export type Aria = typeof aria

export default aria
