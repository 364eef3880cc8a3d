import { $PROXY, createComponent, createSignal, type JSX } from 'solid-js'
import { render } from 'solid-js/web'
import { type Adapter, type Content, Nested, replaceIn, type SlotContent } from './adapter.js'
import type { Story, StoryContext } from './story.js'

type Props = Record<string, unknown>
type SolidComponent = (props: Props) => JSX.Element

/** Solid. The slot `default` becomes `children`, any other one a property of its name. Its properties are signals. */
const solid: Adapter = {
  mount({ component, root, setup, setupValue, ...content }) {
    const [given, give] = createSignal(propsOf(content))
    const props = reading(
      () => Reflect.ownKeys(given()),
      (name) => given()[name],
    )
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
  story(story) {
    const { initialArgs } = story
    return (props: Props) => {
      const args = reading(
        () => [...new Set([...Object.keys(initialArgs), ...Reflect.ownKeys(props)])],
        (name) => story.mapped(name, name in props ? props[name] : initialArgs[name]),
      )
      return decorated(story)(story.contextWith(args))
    }
  },
}

export default solid

type Show = (context: StoryContext) => JSX.Element

/** Decorators are called once, as components of Solid are: what they read of the arguments' properties changes with them. */
function decorated(whole: Story): Show {
  const { component, render, decorators } = whole
  const innermost: Show = (context) =>
    render
      ? (render(context.args, context) as JSX.Element)
      : createComponent(component as SolidComponent, context.args)
  return decorators.reduce<Show>(
    (inner, decorator) => (context) =>
      decorator((update) => inner(whole.updated(context, update)), context) as JSX.Element,
    innermost,
  )
}

/** Reading a property reads the signal, so that an update changes what depends on it, and nothing is made anew. */
function reading(names: () => (string | symbol)[], read: (name: string) => unknown): Props {
  const has = (name: string | symbol) => names().includes(name)
  const props: Props = new Proxy({} as Props, {
    // Solid asks so whether names may come and go.
    get: (_, name) => (name === $PROXY ? props : has(name) ? read(name as string) : undefined),
    has: (_, name) => name === $PROXY || has(name),
    ownKeys: names,
    getOwnPropertyDescriptor: (_, name) =>
      has(name) ? { configurable: true, enumerable: true, get: () => read(name as string) } : undefined,
  })
  return props
}

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
