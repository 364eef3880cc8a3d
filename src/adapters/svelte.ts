import { createRawSnippet, flushSync, mount, unmount } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'
import { type Adapter, type Content, Nested, replaceIn, type SlotContent } from './adapter.js'
import { withoutBox } from './single.js'

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
