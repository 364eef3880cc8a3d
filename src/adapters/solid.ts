import { createComponent, createSignal, type JSX } from 'solid-js'
import { render } from 'solid-js/web'
import { type Adapter, type Content, Nested, replaceIn, type SlotContent } from './adapter.js'

type Props = Record<string, unknown>
type SolidComponent = (props: Props) => JSX.Element

/** Solid. The slot `default` becomes `children`, any other one a property of its name. Its properties are signals. */
const solid: Adapter = {
  mount({ component, root, setup, setupValue, ...content }) {
    const [given, give] = createSignal(propsOf(content))
    // Reading a property reads the signal, so that an update changes what depends on it, and nothing is made anew.
    const props = new Proxy({} as Props, {
      get: (_, name) => given()[name as string],
      has: (_, name) => name in given(),
      ownKeys: () => Reflect.ownKeys(given()),
      getOwnPropertyDescriptor: (_, name) =>
        name in given()
          ? { configurable: true, enumerable: true, get: () => given()[name as string] }
          : undefined,
    })
    const inner = () => createComponent(component as SolidComponent, props)
    const outer = setup.wrapper
      ? () =>
          createComponent(setup.wrapper as SolidComponent, {
            ...(setupValue as Props),
            get children() {
              return inner()
            },
          })
      : inner
    const dispose = render(outer, root)
    return { update: (next) => void give(propsOf(next)), unmount: dispose }
  },
}

export default solid

function propsOf({ props, slots }: Content): Props {
  const inSlots = Object.entries(slots).map(([name, items]) => {
    const contents = lazily(items)
    return [name === 'default' ? 'children' : name, contents]
  })
  const all: Props = replaceIn(props, (nested) => lazily([nested]))
  for (const [name, contents] of inSlots as [string, () => JSX.Element][])
    Object.defineProperty(all, name, { enumerable: true, configurable: true, get: contents })
  return all
}

/** Elements are made where they are used, as the compiler has it. */
function lazily(items: readonly SlotContent[]): () => JSX.Element {
  return () =>
    items.map((item) =>
      item instanceof Nested ? createComponent(item.component as SolidComponent, propsOf(item)) : item,
    )
}
