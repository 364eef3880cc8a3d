import {
  type GivenComponent,
  type MissingExport,
  mountBinding,
  type NestedComponent,
  type PageSide,
} from '../protocol/mount.js'
import {
  type Adapter,
  type Content,
  type MountSetup,
  Nested,
  type Rendered,
  type SlotContent,
} from './adapter.js'
import { callable } from './callbacks.js'
import { isSingle } from './single.js'
import type { Stories, Story } from './stories.js'

type Module = Readonly<Record<string, unknown>>

/** What a plan's entry loads. */
interface Loaded {
  adapter: Adapter
  setup: MountSetup
  /** The component's module first. */
  modules: readonly Module[]
  /** Where there are files of stories among them. */
  stories?: Stories
}

interface Mounted {
  root: HTMLElement
  story: Story | undefined
  rendered?: Rendered
  render(): Promise<void>
  undo(): void
}

/** What is mounted in this document, by whatever plan. */
const key = Symbol.for('cefrig.mounted')
const shared = globalThis as { [key]?: Map<number, Mounted> }
shared[key] ??= new Map()
const all = shared[key]

/** Names an export that a module does not have. */
class Missing extends Error {
  readonly missing: MissingExport

  constructor(missing: MissingExport) {
    super(missing.name)
    this.missing = missing
  }
}

/** The page's side of `mount()`: fetches what the test gives, and hands it to the adapter. */
export function pageSide({ adapter, setup, modules, stories }: Loaded): PageSide {
  function exported(module: number, name: string): unknown {
    const namespace = modules[module]!
    if (!Object.hasOwn(namespace, name))
      throw new Missing({ lack: 'export', module, name, exports: Object.keys(namespace).sort() })
    return namespace[name]
  }

  function storyAt(module: number, name: string): Story | undefined {
    if (!stories?.has(module)) return undefined
    const found = stories.find(modules[module]!, name, setup.preview)
    const lack = 'lack' in found ? found.lack : adapter.story ? undefined : 'adapter'
    if (lack) throw new Missing({ lack, module, name, exports: stories.names(modules[module]!) })
    return found as Story
  }

  /** Of a story always the same component, so that it keeps its state. */
  function nestedComponent(module: number, name: string): unknown {
    const story = storyAt(module, name)
    const value = exported(module, name)
    if (!story) return value
    const made = nestedStories.get(value as object) ?? adapter.story!(story)
    nestedStories.set(value as object, made)
    return made
  }

  function content({ props, slots }: Pick<GivenComponent, 'props' | 'slots'>): Content {
    return {
      props: revive(props) as Record<string, unknown>,
      slots: Object.fromEntries(
        Object.entries(slots).map(([name, slot]) => [name, [revive(slot)].flat() as SlotContent[]]),
      ),
    }
  }

  /** Components in their places, and functions that take events. The value was made for this page: it is changed. */
  function revive(value: unknown, seen = new Set<object>()): unknown {
    if (typeof value === 'function') return callable(value as (...args: unknown[]) => unknown)
    if (typeof value !== 'object' || value === null || seen.has(value)) return value
    if (isNested(value)) return new Nested(nestedComponent(value.module, value.name), content(value))
    if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return value
    seen.add(value)
    for (const [key, item] of Object.entries(value))
      (value as Record<string, unknown>)[key] = revive(item, seen)
    return value
  }

  async function mount(id: number): Promise<'plays' | null> {
    const { name, strict, setup: setupValue, play, ...given } = await take(id)
    const story = storyAt(0, name)
    const component = story ? adapter.story!(story) : exported(0, name)
    await setup.beforeMount?.(setupValue)
    const root = document.createElement('div')
    root.id = `cefrig-root-${id}`
    document.body.append(root)
    const undo = isSingle(root)
    const shown = content(given)
    async function render() {
      const request = { ...shown, component, root, strict, setup, setupValue: setupValue ?? {} }
      mounted.rendered = await adapter.mount(request)
      await setup.afterMount?.(setupValue)
    }
    const mounted: Mounted = { root, story, render, undo }
    try {
      all.set(id, mounted)
      if (story) await stories!.prepare(story, root, shown.props)
      if (!(play && story?.mountsItself)) await render()
      return play && story?.plays ? 'plays' : null
    } catch (error) {
      undo()
      all.delete(id)
      // The error that is told is the first one.
      await withdraw(mounted).catch(() => {})
      root.remove()
      await story?.cleanUp()
      throw error
    }
  }

  async function withdraw({ rendered }: Mounted): Promise<void> {
    await rendered?.unmount()
  }

  async function update({ rendered }: Mounted, id: number): Promise<null> {
    await rendered?.update(content(await take(id)))
    return null
  }

  return {
    mount: (id) => mount(id).catch(missingOf),
    async play(id) {
      const mounted = all.get(id)
      if (!mounted) return 'gone'
      await mounted.story?.play(mounted.render)
      return null
    },
    async update(id) {
      const mounted = all.get(id)
      return mounted ? update(mounted, id).catch(missingOf) : 'gone'
    },
    async unmount(id) {
      const mounted = all.get(id)
      if (!mounted) return
      all.delete(id)
      await withdraw(mounted)
      mounted.undo()
      mounted.root.remove()
      await mounted.story?.cleanUp()
    },
  }
}

/** Components of stories in slots and properties. */
const nestedStories = new WeakMap<object, unknown>()

function missingOf(error: unknown): MissingExport {
  if (error instanceof Missing) return error.missing
  throw error
}

function take(id: number): Promise<GivenComponent> {
  const test = (globalThis as unknown as Record<string, (id: number) => Promise<GivenComponent>>)[
    mountBinding
  ]!
  return test(id)
}

function isNested(value: object): value is NestedComponent {
  return (value as Partial<NestedComponent>).$cefrig === 'nested'
}
