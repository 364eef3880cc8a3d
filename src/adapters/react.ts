import { createElement, type ElementType, type ReactNode, StrictMode } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { type Adapter, type Content, Nested, replaceIn, type SlotContent } from './adapter.js'

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
}

export default react

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
