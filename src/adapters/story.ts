// Stories of CSF files (Component Story Format 3), composed as Storybook composes them. Framework's parts are in the adapters.

/** What a story, the `meta` of its file, and the project's preview say; the later ones come first. */
export interface StoryAnnotations {
  args?: Args
  argTypes?: Record<string, { mapping?: Record<string, unknown> }>
  parameters?: Record<string, unknown>
  globals?: Record<string, unknown>
  initialGlobals?: Record<string, unknown>
  decorators?: Decorator | readonly Decorator[]
  loaders?: Hook | readonly Hook[]
  beforeEach?: Hook | readonly Hook[]
  afterEach?: Hook | readonly Hook[]
  render?: Render
  play?: Hook
  /** Of a `meta`. */
  component?: unknown
  title?: string
  name?: string
  tags?: readonly string[]
  includeStories?: RegExp | readonly string[]
  excludeStories?: RegExp | readonly string[]
}

/** What a story is shown with: properties of its component. */
export type Args = Record<string, unknown>
export type Render = (args: Args, context: StoryContext) => unknown
type Hook = (context: StoryContext) => unknown
/** The inner story, which takes what is to be other in its context. */
export type InnerStory<Shown = unknown> = (update?: Partial<StoryContext>) => Shown
/** What is put around a story: it gets the inner one and gives what is shown. */
export type Decorator = (story: InnerStory, context: StoryContext) => unknown

/** What stories, decorators, loaders and play functions are given. */
export interface StoryContext extends Record<string, unknown> {
  args: Args
  loaded: Record<string, unknown>
  canvasElement: HTMLElement | null
}

/** What play functions look and act with, as far as the project has it. */
export interface Testing {
  within?(element: HTMLElement): unknown
  userEvent?: { setup(): unknown }
  clearAllMocks?(): void
}

/** What is about the file or the whole story, and no update of a decorator changes. */
const fixed = ['componentId', 'title', 'kind', 'id', 'name', 'story', 'parameters', 'initialArgs', 'argTypes']

/** A story with what its file and the project add to it. */
export class Story {
  /** Undefined where `render` makes everything. */
  readonly component: unknown
  readonly render: Render | undefined
  /** The innermost first. */
  readonly decorators: readonly Decorator[]
  /** Whether its play function renders it, by `mount` of its context. */
  readonly mountsItself: boolean
  readonly #levels: readonly StoryAnnotations[]
  readonly #context: StoryContext
  readonly #cleanups: (() => unknown)[] = []

  /** @param preview of the project, or several, whose later ones are nearer to the story */
  constructor(
    story: StoryAnnotations,
    meta: StoryAnnotations,
    preview: readonly StoryAnnotations[],
    exportName: string,
  ) {
    this.#levels = [...preview, meta, story]
    this.component = meta.component
    this.render = this.#nearest('render')
    this.decorators = [...this.#levels].reverse().flatMap(({ decorators }) => listOf(decorators))
    this.mountsItself = destructuresMount(this.#play)
    const merged = <Key extends 'args' | 'globals' | 'initialGlobals'>(key: Key) =>
      Object.assign({}, ...this.#levels.map((level) => level[key])) as Record<string, unknown>
    const [title, name] = [meta.title ?? '', story.name ?? exportName]
    const args = merged('args')
    this.#context = {
      id: `${slug(title)}--${slug(exportName)}`,
      componentId: slug(title),
      title,
      kind: title,
      name,
      story: name,
      component: meta.component,
      tags: this.#levels.flatMap(({ tags }) => tags ?? []),
      parameters: deepMerged(this.#levels.map(({ parameters }) => parameters)),
      argTypes: deepMerged(this.#levels.map(({ argTypes }) => argTypes)),
      globals: { ...merged('initialGlobals'), ...merged('globals') },
      initialArgs: args,
      args,
      loaded: {},
      viewMode: 'story',
      canvasElement: null,
      canvas: {},
      userEvent: {},
      abortSignal: new AbortController().signal,
    }
  }

  /** Whether there is anything to render. */
  get shows(): boolean {
    return this.render !== undefined || (this.component ?? null) !== null
  }

  get plays(): boolean {
    return this.#play !== undefined
  }

  /** What is shown, with these properties in place of its own. */
  argsWith(props: Args): Args {
    const all = Object.entries({ ...this.initialArgs, ...props })
    return Object.fromEntries(all.map(([name, value]) => [name, this.mapped(name, value)]))
  }

  get initialArgs(): Args {
    return this.#context.initialArgs as Args
  }

  /** What is shown in the place of an argument's value: `argTypes` may have it. */
  mapped(name: string, value: unknown): unknown {
    const { mapping } = (this.#context.argTypes as NonNullable<StoryAnnotations['argTypes']>)[name] ?? {}
    if (!mapping) return value
    const one = (item: unknown) => (Object.hasOwn(mapping, item as string) ? mapping[item as string] : item)
    return Array.isArray(value) ? value.map(one) : one(value)
  }

  contextWith(args: Args): StoryContext {
    return { ...this.#context, args }
  }

  /** The context after what a decorator gave to the inner story. */
  updated(context: StoryContext, update: Partial<StoryContext> = {}): StoryContext {
    const kept = Object.entries(update).filter(([name]) => !fixed.includes(name))
    return { ...context, ...Object.fromEntries(kept) }
  }

  /** What comes before it is rendered. */
  async prepare(canvasElement: HTMLElement, props: Args, testing: () => Promise<Testing>): Promise<void> {
    const own = this.#context
    own.canvasElement = canvasElement
    own.args = this.argsWith(props)
    own.context = own
    own.step = (_: string, work: Hook) => work(own)
    if (this.#needsTesting) {
      const { within, userEvent, clearAllMocks } = await testing()
      clearAllMocks?.()
      own.canvas = within ? within(canvasElement) : missing('canvas', '@testing-library/dom')
      own.userEvent = userEvent ? userEvent.setup() : missing('userEvent', '@testing-library/user-event')
    }
    for (const { loaders } of this.#levels) {
      const results = await Promise.all(listOf(loaders).map((loader) => loader(own)))
      Object.assign(own.loaded, ...(results as object[]))
    }
    for (const hook of this.#levels.flatMap(({ beforeEach }) => listOf(beforeEach))) {
      const cleanup = await hook(own)
      if (typeof cleanup === 'function') this.#cleanups.push(cleanup as () => unknown)
    }
  }

  /** @param render puts it into the document, where its play function does that */
  async play(render: () => Promise<void>): Promise<void> {
    const own = this.#context
    own.mount = async (...shown: unknown[]) => {
      if (!this.mountsItself)
        throw new Error(
          '`mount` is for play functions that name it in their head, as `({ mount }) => …` does.',
        )
      if (shown.length > 0)
        throw new Error(
          '`mount` takes nothing here: it renders the story. Give its `render` what is to be shown.',
        )
      await render()
      return own.canvas
    }
    await this.#play?.(own)
    const hooks = this.#levels.flatMap(({ afterEach }) => listOf(afterEach))
    for (const hook of hooks.reverse()) await hook(own)
  }

  async cleanUp(): Promise<void> {
    for (const cleanup of this.#cleanups.splice(0).reverse()) await cleanup()
  }

  get #play(): Hook | undefined {
    return this.#nearest('play')
  }

  get #needsTesting(): boolean {
    return this.#levels.some(({ play, loaders, beforeEach }) => play ?? loaders ?? beforeEach)
  }

  #nearest<Key extends 'render' | 'play'>(key: Key): StoryAnnotations[Key] | undefined {
    return [...this.#levels].reverse().find((level) => level[key])?.[key]
  }
}

function listOf<Item>(value: Item | readonly Item[] | undefined): readonly Item[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value as Item]
}

/** As Storybook finds it out: by the text of the function's first parameter. */
function destructuresMount(play: Hook | undefined): boolean {
  const head = /^[^(]*\(\s*\{([\s\S]*?)\}\s*[)=]/.exec(String(play ?? ''))?.[1]
  return head !== undefined && /(?:^|,)\s*mount\s*(?:[:,=]|$)/.test(head)
}

function deepMerged(objects: readonly (object | undefined)[]): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const [name, value] of objects.flatMap((object) => Object.entries(object ?? {}))) {
    const before = result[name]
    result[name] = isPlain(before) && isPlain(value) ? deepMerged([before, value]) : value
  }
  return result
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
}

/** In place of what the project has no package for: says so when it is used. */
function missing(what: string, name: string): object {
  const refuse = () => {
    throw new Error(
      `\`${what}\` of a story's context needs the package storybook or ${name}. Install one of them: npm install --save-dev ${name}.`,
    )
  }
  return new Proxy(
    {},
    { get: (_, key) => (key === 'then' || typeof key === 'symbol' ? undefined : refuse()) },
  )
}
