// What `mount()` takes, as types. A component's properties are found by its shape, so that no framework's types are needed.

import type { Nested } from './nested.js'

// biome-ignore lint/suspicious/noExplicitAny: parts of a shape that do not matter
type Any = any

/** A module whose type the test does not give: everything goes. */
export type AnyModule = Any

/** What a component may be given in a slot. */
export type SlotGiven = string | Nested | readonly (string | Nested)[]

/** A function of a test in the place of a component's: what it returns reaches the component as a promise. */
type GivenFunction<F> = F extends (...args: infer Args) => infer Result
  ? (...args: Args) => Result | Promise<Awaited<Result>>
  : F

/** What a test may give for a property. */
type GivenProperty<Value> = Value extends (...args: Any) => Any
  ? GivenFunction<Value>
  : Value extends null | undefined
    ? Value
    : Value | Nested

/** Names of properties that any string is. */
type Given<Props> = string extends keyof Props
  ? Record<string, unknown>
  : {
      [Name in keyof Props as Name extends 'children' | 'key' | 'ref' ? never : Name]: GivenProperty<
        Props[Name]
      >
    }

/** What an element of a class of one's own has beyond every element. */
type ElementProperties<Element> = Partial<
  Omit<Element, keyof (typeof globalThis extends { HTMLElement: { prototype: infer Base } } ? Base : object)>
>

type IsAny<T> = 0 extends 1 & T ? true : false

/**
 * The properties of a component: of a function's first parameter (React, Solid, plain DOM), or second (Svelte), of an instance's
 * `$props` (Vue) or `props` (React's classes), of a custom element, of a story's `args`.
 */
export type PropsOf<Component> =
  IsAny<Component> extends true
    ? Record<string, unknown>
    : Component extends new (
          ...args: Any
        ) => { $props: infer Props }
      ? Given<WithoutVueOwn<Props>>
      : Component extends new (
            ...args: Any
          ) => { props: infer Props; setState: Any }
        ? Given<Props>
        : Component extends new (
              ...args: Any
            ) => { addEventListener: Any; tagName: string }
          ? ElementProperties<InstanceType<Component>>
          : 'z_$$bindings' extends keyof Component
            ? Component extends (internals: Any, props: infer Props) => Any
              ? Given<Props>
              : never
            : Component extends (props: infer Props, ...rest: Any) => Any
              ? unknown extends Props
                ? Record<string, never>
                : Given<NonNullable<Props>>
              : Component extends { args?: infer Args }
                ? Given<Partial<NonNullable<Args>>>
                : Record<string, unknown>

/** Vue's `key`, `ref` and hooks of nodes are not a component's properties. */
type WithoutVueOwn<Props> = {
  [Name in keyof Props as Name extends
    | 'key'
    | 'ref'
    | 'ref_for'
    | 'ref_key'
    | 'class'
    | 'style'
    | `onVnode${string}`
    ? never
    : Name]: Props[Name]
}

/** Names of the exports that can be mounted. */
type Mountable<Module> = {
  [Name in keyof Module]: Module[Name] extends
    | ((...args: Any) => Any)
    | (abstract new (
        ...args: Any
      ) => Any)
    | object
    ? Name
    : never
}[keyof Module] &
  string

/** Properties may be left out when none is needed. */
type PropsArgument<Props, Options> = string extends keyof Props
  ? [props?: Props, options?: Options]
  : object extends Props
    ? [props?: Props, options?: Options]
    : [props: Props, options?: Options]

/** Name of an export of a module, the properties of what it names, and options. */
export type NameAndProps<Module, Options> =
  IsAny<Module> extends true
    ? [name: string, props?: Record<string, unknown>, options?: Options]
    : {
        [Name in Mountable<Module>]: [name: Name, ...PropsArgument<PropsOf<Module[Name]>, Options>]
      }[Mountable<Module>]

/** The properties of any of a module's components. */
export type PropsOfAny<Module> =
  IsAny<Module> extends true
    ? Record<string, unknown>
    : { [Name in Mountable<Module>]: PropsOf<Module[Name]> }[Mountable<Module>] & object
