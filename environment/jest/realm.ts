import { readFileSync } from 'node:fs'
import { type Context, Script } from 'node:vm'
import { PageError } from '../../src/client/page-error.js'
import { isCefrigError } from '../../src/errors.js'
import * as cefrig from '../../src/index.js'
import type { Codec } from '../../src/injected/codec.js'
import * as presets from '../../src/presets.js'
import { reviveWith } from '../../src/protocol/value.js'

/** Compiled once per worker; each test file evaluates it in its realm. */
let codecScript: Script | undefined

/** By which the files of the export condition `cefrig-jest` find what they export. */
const packageKey = Symbol.for('cefrig.jest')

/**
 * Makes the package at home in a test file's realm, which has constructors of its own: values that come from pages are instances of
 * them, cefrig's errors pass for errors, and `import 'cefrig'` gives this very package. Returns what undoes the first.
 */
export function enterRealm(global: typeof globalThis, context: Context): () => void {
  codecScript ??= new Script(
    readFileSync(new URL('../../src/injected/codec.bundle.js', import.meta.url), 'utf8'),
  )
  const codec = codecScript.runInContext(context) as Codec
  reviveWith(codec)
  const { Error: RealmError } = global
  const ordinary = Function.prototype[Symbol.hasInstance]
  Object.defineProperty(RealmError, Symbol.hasInstance, {
    configurable: true,
    value(this: unknown, value: unknown): boolean {
      if (ordinary.call(this, value)) return true
      // Classes that extend Error inherit this.
      return this === RealmError && (isCefrigError(value) || value instanceof PageError)
    },
  })
  // Jest clears values that are set on the global object, and not what an accessor answers.
  Object.defineProperty(global, packageKey, { configurable: true, get: () => ({ cefrig, presets }) })
  return () => reviveWith(undefined)
}
