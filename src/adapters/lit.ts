import { html, render } from 'lit'
import { type Adapter, type Content, Nested, replaceIn } from './adapter.js'
import { elementOf, fill, isElementClass } from './dom.js'

/** Lit: elements, once they have rendered, and functions that give a template. */
const lit: Adapter = {
  async mount({ component, root, setup, setupValue, ...content }) {
    if (!isElementClass(component)) return template(component, root, content)
    const element = elementOf(component, content)
    root.append(element)
    await complete(element)
    return {
      async update(next) {
        fill(element, next)
        await complete(element)
      },
      unmount: () => element.remove(),
    }
  },
}

export default lit

type Template = (props: Record<string, unknown>) => unknown

function template(component: unknown, root: HTMLElement, content: Content) {
  if (typeof component !== 'function')
    throw new TypeError(
      'The component is neither a function that gives a template nor a class of an element.',
    )
  const draw = ({ props, slots }: Content) => {
    const children = slots.default?.map((item) => (item instanceof Nested ? nested(item) : item))
    const given = replaceIn(props, nested)
    render((component as Template)(children ? { ...given, children } : given), root)
  }
  draw(content)
  return { update: draw, unmount: () => void render(html``, root) }
}

function nested(value: Nested): unknown {
  return isElementClass(value.component)
    ? elementOf(value.component, value)
    : (value.component as Template)(replaceIn(value.props, nested))
}

async function complete(element: HTMLElement): Promise<void> {
  await (element as { updateComplete?: Promise<unknown> }).updateComplete
}
