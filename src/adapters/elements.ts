import { type Content, Nested, replaceIn, type SlotContent } from './adapter.js'

export type ElementClass = new () => HTMLElement

/** Makes a node of a component in a property or a slot, as the adapter does it. */
export type MakeNode = (nested: Nested) => Node

export function isElementClass(component: unknown): component is ElementClass {
  return typeof component === 'function' && component.prototype instanceof HTMLElement
}

/** An element of the class, which is defined when it has not been. */
export function elementOf(component: ElementClass, content: Content, nested: MakeNode): HTMLElement {
  if (!customElements.getName(component)) define(component)
  const element = new component()
  fill(element, content, nested)
  return element
}

export function fill(element: HTMLElement, { props, slots }: Content, nested: MakeNode): void {
  Object.assign(element, replaceIn(props, nested))
  for (const [name, items] of Object.entries(slots)) {
    const nodes = items.map((item) => inSlot(name, item, nested))
    for (const old of [...element.childNodes]) if (slotOf(old) === name) old.remove()
    element.append(...nodes)
  }
}

/** Properties as functions get them: with nodes in the place of components, and the slot `default` as `children`. */
export function functionProps<Made>(
  { props, slots }: Content,
  nested: (value: Nested) => Made,
): Record<string, unknown> {
  const given = replaceIn(props, nested)
  const children = slots.default?.map((item) => (item instanceof Nested ? nested(item) : item))
  return children ? { ...given, children } : given
}

/** An element without a box. */
export function boxless(): HTMLElement {
  const element = document.createElement('div')
  element.style.display = 'contents'
  return element
}

function inSlot(name: string, item: SlotContent, nested: MakeNode): Node {
  const node = item instanceof Nested ? nested(item) : document.createTextNode(item)
  if (name === 'default') return node
  const named = node instanceof HTMLElement ? node : document.createElement('span')
  if (named !== node) named.append(node)
  named.slot = name
  return named
}

function slotOf(node: Node): string {
  return (node instanceof Element && node.slot) || 'default'
}

let defined = 0

function define(component: ElementClass): void {
  customElements.define(`cefrig-element-${++defined}`, component)
}
