import { Story, type StoryAnnotations, type Testing } from './story.js'

export type { Story } from './story.js'

type Module = Readonly<Record<string, unknown>>

/** The files of stories among the modules of a plan. */
export class Stories {
  readonly #places: readonly number[]
  readonly #testing: () => Promise<Testing>

  /** @param testing loads what play functions look and act with */
  constructor(places: readonly number[], testing: () => Promise<Testing>) {
    this.#places = places
    this.#testing = testing
  }

  has(module: number): boolean {
    return this.#places.includes(module)
  }

  /** A story of a file, with what the project's preview adds; or what there is not. */
  find(module: Module, name: string, preview: unknown): Story | { lack: 'story' | 'meta' | 'component' } {
    const meta = module.default
    if (typeof meta !== 'object' || meta === null) return { lack: 'meta' }
    if (!this.names(module).includes(name)) return { lack: 'story' }
    const story = new Story(annotationsOf(module[name]), meta, previews(preview), name)
    return story.shows || story.mountsItself ? story : { lack: 'component' }
  }

  /** All that are stories, by the meta's `includeStories` and `excludeStories`. */
  names(module: Module): string[] {
    const { includeStories, excludeStories } = (module.default ?? {}) as StoryAnnotations
    return Object.keys(module)
      .filter((name) => name !== 'default' && !name.startsWith('__') && couldBeStory(module[name]))
      .filter((name) => includeStories === undefined || matches(name, includeStories))
      .filter((name) => excludeStories === undefined || !matches(name, excludeStories))
      .sort()
  }

  prepare(story: Story, canvasElement: HTMLElement, props: Record<string, unknown>): Promise<void> {
    return story.prepare(canvasElement, props, this.#testing)
  }
}

function couldBeStory(value: unknown): boolean {
  return typeof value === 'function' || (typeof value === 'object' && value !== null)
}

/** A function is its own `render`. */
function annotationsOf(story: unknown): StoryAnnotations {
  if (typeof story !== 'function') return story as StoryAnnotations
  return { ...story, render: story as NonNullable<StoryAnnotations['render']> }
}

/** A module of a preview has what it says as its default export, or as exports of these names. */
function previews(given: unknown): StoryAnnotations[] {
  return [given].flat().flatMap((one) => {
    if (typeof one !== 'object' || one === null) return []
    const { default: inner } = one as { default?: unknown }
    return [(typeof inner === 'object' && inner !== null ? inner : one) as StoryAnnotations]
  })
}

function matches(name: string, pattern: RegExp | readonly string[]): boolean {
  return pattern instanceof RegExp ? new RegExp(pattern).test(name) : pattern.includes(name)
}
