import { badArgument, kindOf, requireString, runNow } from '../failure.js'
import { checkOptions } from '../options.js'
import { type UpdateOptions, updateSchema } from './options.js'
import type { AnyModule, NameAndProps } from './types.js'

/** A component in a slot or a property of another one; made by {@link nested}. */
export class Nested {
  /** @internal */
  readonly module: string
  /** @internal */
  readonly name: string
  /** @internal */
  readonly props: Record<string, unknown>
  /** @internal */
  readonly slots: Record<string, unknown>

  /** @internal */
  constructor(module: string, name: string, props: Record<string, unknown>, options: UpdateOptions) {
    this.module = module
    this.name = name
    this.props = props
    this.slots = slotsOf(options)
  }
}

/**
 * A component to put into a slot, the children or a property of one that is mounted, named as for `mount()`.
 *
 *     await mount<typeof import('./Card')>('./Card', 'Card', {}, {
 *       children: ['Hello', nested<typeof import('./Badge')>('./Badge', 'Badge', { count: 3 })],
 *     })
 *
 * @throws BAD_ARGUMENT, UNKNOWN_OPTION
 */
export function nested<Module = AnyModule>(
  module: string,
  ...rest: NameAndProps<Module, UpdateOptions>
): Nested {
  const [name, props = {}, options = {}] = rest as [string, Record<string, unknown>?, UpdateOptions?]
  return runNow('nested', () => {
    requireComponent(module, name, props)
    checkOptions('nested()', updateSchema, options)
    return new Nested(module, name, props, options)
  })
}

/** Refuses what cannot name a component. */
export function requireComponent(module: unknown, name: unknown, props: unknown): void {
  requireString('the module', module)
  requireString('the name of the export', name)
  if (module.trim() === '') throw badArgument('the module is an empty text', 'Name one, as ./Button')
  requireProps(props)
}

/** Refuses what cannot be properties. */
export function requireProps(props: unknown): void {
  if (typeof props !== 'object' || props === null || Array.isArray(props))
    throw badArgument(`what the component is given is ${kindOf(props)}`, 'Give an object of properties')
}

/** Children are the slot `default`. */
export function slotsOf({ children, slots }: UpdateOptions): Record<string, unknown> {
  return children === undefined ? { ...slots } : { ...slots, default: children }
}
