import { createRawSnippet, flushSync, mount, unmount } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'
import { type Adapter, type Content, Nested, replaceIn, type SlotContent } from './adapter.js'
import { withoutBox } from './single.js'
import type { Args, Story, StoryContext } from './story.js'

type Props = Record<string, unknown>

/** Svelte 5. The slot `default` becomes the snippet `children`, any other one the snippet of its name. */
const svelte: Adapter = {
  async mount({ component, root, setup, setupValue, ...content }) {
    const values = new SvelteMap(Object.entries(propsOf(content)))
    const props = reading(values)
    const instance = setup.wrapper
      ? mount(setup.wrapper as never, {
          target: root,
          props: { ...(setupValue as Props), children: snippet([new Shown(component, props)]) } as never,
        })
      : mount(component as never, { target: root, props: props as never })
    flushSync()
    return {
      update(next) {
        for (const [name, value] of Object.entries(propsOf(next))) values.set(name, value)
        flushSync()
      },
      unmount: () => unmount(instance, { outro: false }),
    }
  },
  story(story) {
    return (anchor: Node, props: Props) => {
      const args = lazily(() => story.argsWith({ ...props }))
      const { component, props: given } = decorated(story)(story.contextWith(args))
      return (component as (anchor: Node, props: Props) => object)(anchor, given)
    }
  },
}

export default svelte

/** A component with properties that are ready. */
class Shown {
  readonly component: unknown
  readonly props: Props

  constructor(component: unknown, props: Props) {
    this.component = component
    this.props = props
  }
}

type Show = (context: StoryContext) => Shown

/** Decorators give components that have the inner one as their children. */
function decorated(whole: Story): Show {
  const { component, render, decorators } = whole
  const innermost: Show = (context) => {
    if (!render) return new Shown(component, context.args)
    // Made anew for each reading, so that what it takes of the arguments is what they are then.
    const shown = () => shownBy(render(context.args, context), component)
    return new Shown(
      shown().component,
      lazily(() => shown().props),
    )
  }
  return decorators.reduce<Show>(
    (inner, decorator) => (context) => {
      let story: Shown | undefined
      const given = decorator((update) => {
        story = inner(whole.updated(context, update))
        return story
      }, context)
      story ??= inner(context)
      if (given === story) return story
      const outer = shownBy(given, undefined)
      if (outer.component === undefined) return story
      return new Shown(outer.component, { ...outer.props, children: snippet([story]) })
    },
    innermost,
  )
}

/** A component, or one with properties; without one it is the file's own. */
function shownBy(given: unknown, component: unknown): Shown {
  if (typeof given === 'function') return new Shown(given, {})
  const { Component, props } = (given ?? {}) as { Component?: unknown; props?: Args }
  return new Shown(Component ?? component, props ?? {})
}

/** Properties that are read of what is made anew for each reading. */
function lazily(make: () => Props): Props {
  return new Proxy({} as Props, {
    get: (_, name) => make()[name as string],
    has: (_, name) => name in make(),
    ownKeys: () => Reflect.ownKeys(make()),
    getOwnPropertyDescriptor: (_, name) => {
      const all = make()
      return name in all
        ? { configurable: true, enumerable: true, get: () => make()[name as string] }
        : undefined
    },
  })
}

function propsOf({ props, slots }: Content): Props {
  const snippets = Object.entries(slots).map(([name, items]) => [
    name === 'default' ? 'children' : name,
    snippet(items),
  ])
  return { ...replaceIn(props, (nested) => snippet([nested])), ...Object.fromEntries(snippets) }
}

/** Properties whose reading depends on the map's values. */
function reading(values: SvelteMap<string, unknown>): Props {
  return new Proxy({} as Props, {
    get: (_, name) => values.get(name as string),
    has: (_, name) => values.has(name as string),
    ownKeys: () => [...values.keys()],
    getOwnPropertyDescriptor: (_, name) =>
      values.has(name as string)
        ? { configurable: true, enumerable: true, get: () => values.get(name as string) }
        : undefined,
  })
}

/** Svelte makes raw snippets of one element: it has no box of its own. */
function snippet(items: readonly (SlotContent | Shown)[]) {
  return createRawSnippet(() => ({
    render: () => `<div style="display: contents" ${withoutBox}></div>`,
    setup(element) {
      const made = items.flatMap((item) => {
        if (typeof item === 'string') {
          element.append(item)
          return []
        }
        const props = item instanceof Nested ? propsOf(item) : item.props
        return [mount(item.component as never, { target: element, props: props as never })]
      })
      return () => {
        for (const instance of made) void unmount(instance)
      }
    },
  }))
}
