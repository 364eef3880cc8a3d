// What adapters are, for those of cefrig and of others. Everything here runs in the page.

import type { Story } from './story.js'

export type { Args, Decorator, Story, StoryContext } from './story.js'

/** Renders components of one framework into the document. A module has it as its default export. */
export interface Adapter {
  /** Renders into `request.root`. What it throws, or rejects with, fails the test's `mount()`. */
  mount(request: MountRequest): Rendered | Promise<Rendered>
  /**
   * Makes a component of a story, for {@link Adapter.mount}: it gets properties, and shows the story with them and its decorators
   * around it. Default: stories cannot be mounted.
   */
  story?(story: Story): unknown
}

/** What the test's `mount()` asks for. */
export interface MountRequest extends Content {
  /** What the component's module exports by the name that the test gave. */
  component: unknown
  /** An empty element of the document. */
  root: HTMLElement
  /** Whether the framework's strict mode is wanted. */
  strict: boolean
  /** The project's `cefrig.mount` module; empty where there is none. */
  setup: MountSetup
  /** What the test gave to the set-up module. */
  setupValue: unknown
}

/** What is put into a component. */
export interface Content {
  /** With functions that call the test, and give promises. Components among them are {@link Nested}. */
  props: Record<string, unknown>
  /** Children are the slot `default`. */
  slots: Record<string, SlotContent[]>
}

/** A text, or a component. */
export type SlotContent = string | Nested

const brand = Symbol.for('cefrig.nested')

/** A component that the test has put into a slot or a property of another one. */
export class Nested implements Content {
  /** Also of another copy of this module: adapters of others have one. */
  static [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && brand in value
  }

  /** @internal */
  readonly [brand] = true
  readonly component: unknown
  readonly props: Record<string, unknown>
  readonly slots: Record<string, SlotContent[]>

  constructor(component: unknown, { props, slots }: Content) {
    this.component = component
    this.props = props
    this.slots = slots
  }
}

/** A component that has been rendered. */
export interface Rendered {
  /** Gives it other properties and slots, keeping its state. Resolves when they are rendered. */
  update(content: Content): void | Promise<void>
  /** Takes it out of the document, as its framework does it. */
  unmount(): void | Promise<void>
}

/** What a project's `cefrig.mount` module may export. It is loaded before the component's module, in every page. */
export interface MountSetup {
  /** A component around each one that is mounted, which gets it as its children or default slot, and `setup` of the test as properties. */
  wrapper?: unknown
  /** Called before a component is rendered, and waited for, with `setup` of the test. */
  beforeMount?(setup: unknown): unknown
  /** Called after it is rendered, and waited for. */
  afterMount?(setup: unknown): unknown
  /** Vue: the application, before it is mounted, to `use()` plugins. */
  // biome-ignore lint/suspicious/noExplicitAny: the type is that of a package that need not be there
  app?(app: any, setup: unknown): unknown
  /** What all stories have: the project's preview of Storybook, its default export or module, or several of them. */
  preview?: unknown
}

/** The value, or the values of an array, made into something else where they are components. */
export function replaceNested(value: unknown, make: (nested: Nested) => unknown): unknown {
  if (value instanceof Nested) return make(value)
  if (Array.isArray(value)) return value.map((item) => replaceNested(item, make))
  return value
}

/** Properties with components in them, or in arrays, made into what the framework takes. */
export function replaceIn(
  props: Record<string, unknown>,
  make: (nested: Nested) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(props).map(([name, value]) => [name, replaceNested(value, make)]))
}
