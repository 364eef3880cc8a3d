import { createElement, type ElementType, type ReactNode, StrictMode, useState } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { type Adapter, type Content, Nested, replaceIn, type SlotContent } from './adapter.js'
import type { Args, InnerStory, Story, StoryContext } from './story.js'

/** React 19. The slot `default` becomes `children`, any other one a property of its name. */
const react: Adapter = {
  mount({ component, root: container, strict, setup, setupValue, ...content }) {
    let isMounted = false
    const failures: unknown[] = []
    const root = createRoot(container, {
      onUncaughtError(error) {
        // React has taken the component out of the document.
        if (isMounted) reportError(error)
        else failures.push(error)
      },
    })
    const render = ({ props, slots }: Content) => {
      const element = elementOf(component, { props, slots })
      const wrapped = setup.wrapper
        ? createElement(setup.wrapper as ElementType, setupValue as object, element)
        : element
      isMounted = false
      flushSync(() => root.render(strict ? createElement(StrictMode, null, wrapped) : wrapped))
      isMounted = true
      if (failures.length > 0) throw failures.pop()
    }
    render(content)
    return { update: render, unmount: () => flushSync(() => root.unmount()) }
  },
  story(story) {
    return function ShownStory(props: Args) {
      const [show] = useState(() => decorated(story))
      return show(story.contextWith(story.argsWith(props)))
    }
  },
}

export default react

type Show = (context: StoryContext) => ReactNode

/** Decorators are called, and may use hooks; what they call as a component is the same one in every rendering. */
function decorated(whole: Story): Show {
  const { component, render, decorators } = whole
  const show = render ?? ((args: Args) => createElement(component as ElementType, args))
  const Innermost = ({ context }: { context: StoryContext }) => show(context.args, context) as ReactNode
  let latest: StoryContext
  const all = decorators.reduce<Show>(
    (inner, decorator) => {
      const story: InnerStory<ReactNode> = (update) => {
        latest = whole.updated(latest, update)
        return inner(latest)
      }
      return (context) => decorator(story, context) as ReactNode
    },
    (context) => createElement(Innermost, { context }),
  )
  return (context) => {
    latest = context
    return all(context)
  }
}

function elementOf(component: unknown, { props, slots }: Content): ReactNode {
  const { default: children, ...named } = slots
  const inSlots = Object.fromEntries(Object.entries(named).map(([name, items]) => [name, nodes(items)]))
  const given = { ...replaceIn(props, nested), ...inSlots }
  return children
    ? createElement(component as ElementType, given, ...nodes(children))
    : createElement(component as ElementType, given)
}

function nested(value: Nested): ReactNode {
  return elementOf(value.component, value)
}

function nodes(items: readonly SlotContent[]): ReactNode[] {
  return items.map((item, key) => {
    if (!(item instanceof Nested)) return item
    return elementOf(item.component, { ...item, props: { key, ...item.props } })
  })
}
