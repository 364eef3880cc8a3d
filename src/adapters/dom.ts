import { type Adapter, type Content, Nested, replaceIn, type SlotContent } from './adapter.js'

/** What a component of plain DOM may give, besides nodes and text. */
interface OwnRendered {
  /** Nodes, or a text, to show. */
  node: Node | readonly (Node | string)[] | string
  /** Called instead of making the component anew. */
  update?(props: Record<string, unknown>): void
  /** Called before it is taken out. */
  destroy?(): void
}

/**
 * Components of plain DOM: a class of a custom element, whose properties are set and whose children are in its slots; or a function
 * that gets the properties and gives a node, nodes, a text, or {@link OwnRendered}.
 */
const dom: Adapter = {
  mount({ component, root, ...content }) {
    return isElementClass(component) ? element(component, root, content) : made(component, root, content)
  },
}

export default dom

export type ElementClass = new () => HTMLElement

export function isElementClass(component: unknown): component is ElementClass {
  return typeof component === 'function' && component.prototype instanceof HTMLElement
}

/** An element of the class, which is defined when it has not been. */
export function elementOf(component: ElementClass, { props, slots }: Content): HTMLElement {
  if (!customElements.getName(component)) define(component)
  const element = new component()
  fill(element, { props, slots })
  return element
}

export function fill(element: HTMLElement, { props, slots }: Content): void {
  Object.assign(element, replaceIn(props, nested))
  for (const [name, items] of Object.entries(slots)) {
    const nodes = items.map((item) => inSlot(name, item))
    for (const old of [...element.childNodes]) if (slotOf(old) === name) old.remove()
    element.append(...nodes)
  }
}

function element(component: ElementClass, root: HTMLElement, content: Content) {
  const shown = elementOf(component, content)
  root.append(shown)
  return { update: (next: Content) => fill(shown, next), unmount: () => shown.remove() }
}

function made(component: unknown, root: HTMLElement, content: Content) {
  const call = ({ props, slots }: Content): OwnRendered => {
    if (typeof component !== 'function')
      throw new TypeError('The component is neither a function nor a class of an element.')
    const children = slots.default?.map((item) => (item instanceof Nested ? nested(item) : item))
    const given = replaceIn(props, nested)
    const result = component(children ? { ...given, children } : given)
    return isOwn(result) ? result : { node: result }
  }
  let current = call(content)
  root.replaceChildren(...nodesOf(current.node))
  return {
    update(next: Content) {
      if (current.update) return current.update(replaceIn(next.props, nested))
      current.destroy?.()
      current = call(next)
      root.replaceChildren(...nodesOf(current.node))
    },
    unmount() {
      current.destroy?.()
      root.replaceChildren()
    },
  }
}

function nested(value: Nested): Node {
  const { component } = value
  if (isElementClass(component)) return elementOf(component, value)
  const fragment = document.createElement('div')
  fragment.style.display = 'contents'
  made(component, fragment, value)
  return fragment
}

function inSlot(name: string, item: SlotContent): Node {
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

function nodesOf(given: unknown): (Node | string)[] {
  return (Array.isArray(given) ? given : [given]).filter((node) => node !== undefined && node !== null)
}

function isOwn(value: unknown): value is OwnRendered {
  return typeof value === 'object' && value !== null && !(value instanceof Node) && 'node' in value
}

let defined = 0

function define(component: ElementClass): void {
  customElements.define(`cefrig-element-${++defined}`, component)
}
