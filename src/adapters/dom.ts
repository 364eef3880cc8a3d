import { type Adapter, type Content, type Nested, replaceIn } from './adapter.js'
import { ElementStory } from './element-stories.js'
import { boxless, elementOf, fill, functionProps, isElementClass } from './elements.js'

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
    const shown = shownBy(component, content)
    root.replaceChildren(...nodesOf(shown.node))
    return {
      update(next) {
        shown.update(next)
        show(nodesOf(shown.node), root)
      },
      unmount() {
        shown.destroy()
        root.replaceChildren()
      },
    }
  },
  story: (story) => new ElementStory(story),
}

export default dom

/** What a component shows in one place. */
interface Shown {
  readonly node: unknown
  update(content: Content): void
  destroy(): void
}

function shownBy(component: unknown, content: Content): Shown {
  if (component instanceof ElementStory) return storyShown(component, content)
  if (!isElementClass(component)) return made(component, content)
  const element = elementOf(component, content, nested)
  return { node: element, update: (next) => fill(element, next, nested), destroy() {} }
}

function made(component: unknown, content: Content): Shown {
  const call = (given: Content): OwnRendered => {
    if (typeof component !== 'function')
      throw new TypeError('The component is neither a function nor a class of an element.')
    const result = component(functionProps(given, nested))
    return isOwn(result) ? result : { node: result }
  }
  let current = call(content)
  return {
    get node() {
      return current.node
    },
    update(next) {
      if (current.update) return current.update(replaceIn(next.props, nested))
      current.destroy?.()
      current = call(next)
    },
    destroy: () => current.destroy?.(),
  }
}

/** Decorators and `render` are called for each update; the file's component is updated. */
function storyShown(story: ElementStory, content: Content): Shown {
  let own: Shown | undefined
  const component = (given: Content): unknown => {
    if (own) own.update(given)
    else own = shownBy(story.component, given)
    if (!Array.isArray(own.node)) return own.node
    const fragment = document.createDocumentFragment()
    fragment.append(...nodesOf(own.node))
    return fragment
  }
  const draw = (given: Content) => {
    const node = story.draw(given, nested, component)
    return node instanceof DocumentFragment ? [...node.childNodes] : node
  }
  let node = draw(content)
  return {
    get node() {
      return node
    },
    update(next) {
      node = draw(next)
    },
    destroy: () => own?.destroy(),
  }
}

function nested(value: Nested): Node {
  const { node } = shownBy(value.component, value)
  if (node instanceof HTMLElement) return node
  const around = boxless()
  around.append(...nodesOf(node))
  return around
}

/** Nodes that are there already stay, with their focus and what they have loaded. */
function show(nodes: readonly (Node | string)[], root: HTMLElement): void {
  const isShown =
    nodes.length === root.childNodes.length && nodes.every((node, index) => node === root.childNodes[index])
  if (!isShown) root.replaceChildren(...nodes)
}

function nodesOf(given: unknown): (Node | string)[] {
  const all = [given].flat().filter((node) => node !== undefined && node !== null)
  for (const node of all)
    if ((typeof node === 'object' && !(node instanceof Node)) || typeof node === 'function')
      throw new TypeError(
        `The component gives ${typeof node === 'function' ? 'a function' : 'an object'}, which is neither a node nor a text. Is it written for a framework? Name its adapter.`,
      )
  return all as (Node | string)[]
}

function isOwn(value: unknown): value is OwnRendered {
  return typeof value === 'object' && value !== null && !(value instanceof Node) && 'node' in value
}
