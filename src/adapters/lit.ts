import { nothing, render } from 'lit'
import type { Adapter, Content, Nested } from './adapter.js'
import { ElementStory } from './element-stories.js'
import { boxless, elementOf, fill, functionProps, isElementClass } from './elements.js'

/** Lit: elements, once they have rendered, and functions that give a template. */
const lit: Adapter = {
  async mount({ component, root, setup, setupValue, ...content }) {
    const draw = drawing(component)
    const show = async (given: Content) => {
      render(draw(given), root)
      await complete(root)
    }
    await show(content)
    return { update: show, unmount: () => void render(nothing, root) }
  },
  story: (story) => new ElementStory(story),
}

export default lit

type Draw = (content: Content) => unknown
type Template = (props: Record<string, unknown>) => unknown

/** What gives what a component shows in one place: an element is made once. */
function drawing(component: unknown): Draw {
  if (component instanceof ElementStory) {
    let own: Draw | undefined
    return (content) =>
      component.draw(content, nested, (given) => {
        own ??= drawing(component.component)
        return own(given)
      })
  }
  if (isElementClass(component)) {
    let element: HTMLElement | undefined
    return (content) => {
      if (element) fill(element, content, nodeOf)
      else element = elementOf(component, content, nodeOf)
      return element
    }
  }
  if (typeof component !== 'function')
    throw new TypeError(
      'The component is neither a function that gives a template nor a class of an element.',
    )
  return (content) => (component as Template)(functionProps(content, nested))
}

function nested(value: Nested): unknown {
  return drawing(value.component)(value)
}

function nodeOf(value: Nested): Node {
  const shown = nested(value)
  if (shown instanceof Node) return shown
  const around = boxless()
  render(shown, around)
  return around
}

/** Elements of Lit render a moment after they are made, or given something. */
async function complete(root: HTMLElement): Promise<void> {
  const elements = [...root.querySelectorAll('*')]
  await Promise.all(elements.map((element) => (element as { updateComplete?: unknown }).updateComplete))
}
