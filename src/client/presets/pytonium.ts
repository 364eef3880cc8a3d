import { methodNames } from '../bindings/members.js'
import { badArgument, runNow } from '../failure.js'
import { checkOptions, isObject, type OptionSchema } from '../options.js'
import { type Preset, preset } from './preset.js'

/** What a Pytonium host has bound. */
export interface PytoniumOptions {
  /** Functions of `Pytonium` itself, by name. */
  functions?: Readonly<Record<string, (...args: never[]) => unknown>>
  /** Objects whose methods are at `Pytonium.<object>.<method>`. */
  objects?: Readonly<Record<string, object>>
}

const schema: OptionSchema<PytoniumOptions> = {
  functions: {
    give: 'functions by name: { greet: (name) => … }',
    accepts: (value) => isObject(value) && Object.values(value).every((one) => typeof one === 'function'),
  },
  objects: {
    give: 'objects by name: { files: new Files() }',
    accepts: (value) => isObject(value) && Object.values(value).every(isObject),
  },
}

/**
 * Pytonium's global: `Pytonium.<function>()`, `Pytonium.<object>.<method>()`, `Pytonium.appState`, and `PytoniumReady`, a flag and an event. Its
 * state is `page.state`: what Pytonium's `set_state` does, `page.state.set()` does here.
 * @example
 * await page.bind(pytonium({ objects: { files: { open: (path) => `contents of ${path}` } } }))
 * @throws BAD_ARGUMENT, UNKNOWN_OPTION
 */
export function pytonium(options: PytoniumOptions = {}): Preset {
  return runNow('pytonium', () => {
    checkOptions('pytonium()', schema, options)
    const { functions = {}, objects = {} } = options
    const twice = Object.keys(objects).find((name) => Object.hasOwn(functions, name) || name === 'appState')
    if (twice !== undefined || Object.hasOwn(functions, 'appState')) {
      const name = twice ?? 'appState'
      throw badArgument(`the name ${JSON.stringify(name)} is taken`, 'Give another one')
    }
    const what = {
      ...methodsOf(functions),
      ...Object.fromEntries(Object.entries(objects).map(([name, object]) => [name, methodsOf(object)])),
    }
    return preset({ path: 'Pytonium', also: ['PytoniumReady'], what, shape: 'pytonium', usesState: true })
  })
}

function methodsOf(object: object): Record<string, unknown> {
  return Object.fromEntries(
    methodNames(object).map((name) => [
      name,
      // Looked up when it is called: tests replace methods.
      (...args: unknown[]) => Reflect.apply(Reflect.get(object, name), object, args),
    ]),
  )
}
