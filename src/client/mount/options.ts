import { flag, milliseconds, type OptionSchema, text } from '../option-rules.js'
import { Nested } from './nested.js'
import type { SlotGiven } from './types.js'

/** How a project's components are mounted: the option `mount` of `cefrig()`. */
export interface MountDefaults {
  /**
   * Name of an adapter (`react`, `vue`, `svelte`, `solid`, `lit`, `dom`), or the path of a module that is one, from the project's
   * root. Default: found by the component's file.
   */
  adapter?: string
  /** Path of the set-up module from the project's root. Default: `cefrig.mount.ts`, or with another ending, where there is one. */
  setup?: string
  /** Whether components are mounted in strict mode where their framework has one. Default false. */
  strict?: boolean
}

/** How one component is mounted. */
export interface MountOptions {
  /** As in `cefrig({ mount: { adapter } })`, for this component. */
  adapter?: string
  /** What the component is given as children, or in its slot `default`. */
  children?: SlotGiven
  /** Whether the play function of a story runs once it is rendered. Default true. */
  play?: boolean
  /** What the component is given in slots, by their names. */
  slots?: Record<string, SlotGiven>
  /** As in `cefrig({ mount: { strict } })`, for this component. */
  strict?: boolean
  /** A value for the set-up module. */
  setup?: unknown
  /**
   * Milliseconds until the component has been rendered, without the time in which its modules are made; as many for a story's play
   * function. Default: the page's.
   */
  timeout?: number
}

/** What a mounted component may be given anew. */
export type UpdateOptions = Pick<MountOptions, 'children' | 'slots'>

const anything = { give: 'a value', accepts: () => true }
const slot = { give: 'a text, nested() or an array of them', accepts: isSlot }

export const mountDefaultsSchema: OptionSchema<MountDefaults> = { adapter: text, setup: text, strict: flag }

export const updateSchema: OptionSchema<UpdateOptions> = {
  children: slot,
  slots: {
    give: 'an object of texts, nested() or arrays of them',
    accepts: (value) => typeof value === 'object' && value !== null && Object.values(value).every(isSlot),
  },
}

export const mountSchema: OptionSchema<MountOptions> = {
  ...updateSchema,
  adapter: text,
  play: flag,
  strict: flag,
  setup: anything,
  timeout: milliseconds,
}

function isSlot(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isSlot)
  return typeof value === 'string' || value instanceof Nested
}
