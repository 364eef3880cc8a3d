import { requirePath } from '../bindings/binding-path.js'
import type { Shaping } from '../bindings/bindings.js'
import { badArgument } from '../failure.js'

/** How a preset is known, also that of another copy of this module. */
export const presetKey: unique symbol = Symbol.for('cefrig.preset') as never

/** What a preset binds. */
export interface PresetParts extends Shaping {
  /** The global of the page, as `cefQuery`. */
  path: string
  what: unknown
  /** Whether documents need `page.state` for it. */
  usesState?: boolean
}

/** What an application framework's host offers its pages, made by a function of `cefrig/presets`, for `page.bind()`. */
export interface Preset {
  /** @internal */
  readonly [presetKey]: PresetParts
}

/** Whether something was made by a function of `cefrig/presets`. */
export function isPreset(value: unknown): value is Preset {
  return typeof value === 'object' && value !== null && presetKey in value
}

/** @throws BAD_ARGUMENT when a global's name is none. */
export function preset(parts: PresetParts): Preset {
  for (const name of [parts.path, ...(parts.also ?? [])]) {
    requirePath(name)
    if (name.includes('.')) throw badArgument(`the name ${JSON.stringify(name)} is a path`, 'Give one name')
  }
  return { [presetKey]: parts }
}
