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

type Module = Readonly<Record<string, unknown>>

/** What a plan's entry loads. */
interface Loaded {
  adapter: Adapter
  setup: MountSetup
  /** The component's module first. */
  modules: readonly Module[]
}

interface Mounted {
  root: HTMLElement
  rendered: Rendered
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
export function pageSide({ adapter, setup, modules }: Loaded): PageSide {
  function exported(module: number, name: string): unknown {
    const namespace = modules[module]!
    if (!Object.hasOwn(namespace, name))
      throw new Missing({ module, name, exports: Object.keys(namespace).sort() })
    return namespace[name]
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
    if (isNested(value)) return new Nested(exported(value.module, value.name), content(value))
    if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return value
    seen.add(value)
    for (const [key, item] of Object.entries(value))
      (value as Record<string, unknown>)[key] = revive(item, seen)
    return value
  }

  async function mount(id: number): Promise<void> {
    const { name, strict, setup: setupValue, ...given } = await take(id)
    const component = exported(0, name)
    await setup.beforeMount?.(setupValue)
    const root = document.createElement('div')
    root.id = `cefrig-root-${id}`
    document.body.append(root)
    const undo = isSingle(root)
    const request = { ...content(given), component, root, strict, setup, setupValue: setupValue ?? {} }
    try {
      all.set(id, { root, rendered: await adapter.mount(request), undo })
      await setup.afterMount?.(setupValue)
    } catch (error) {
      undo()
      root.remove()
      all.delete(id)
      throw error
    }
  }

  async function update(mounted: Mounted, id: number): Promise<void> {
    await mounted.rendered.update(content(await take(id)))
  }

  return {
    mount: (id) => unlessMissing(mount(id)),
    async update(id) {
      const mounted = all.get(id)
      return mounted ? unlessMissing(update(mounted, id)) : 'gone'
    },
    async unmount(id) {
      const mounted = all.get(id)
      if (!mounted) return
      all.delete(id)
      await mounted.rendered.unmount()
      mounted.undo()
      mounted.root.remove()
    },
  }
}

/** Null when the work is done. */
async function unlessMissing(work: Promise<void>): Promise<MissingExport | null> {
  try {
    await work
    return null
  } catch (error) {
    if (error instanceof Missing) return error.missing
    throw error
  }
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
