import { cefSharpShape } from './cef-sharp.js'
import { contractShape } from './contract.js'
import { pytoniumShape } from './pytonium.js'
import { routerShape } from './router.js'
import { createStateStore, stateShape } from './state.js'

/** What a document sees of a value that was bound with a shape. */
export interface Shaped {
  /** What lies at the binding's path. */
  value: unknown
  /** The test has bound a newer value; what lies at the path stays. */
  update(value: unknown): void
  /** The value lies at its path. */
  placed?(): void
  /** The binding is taken away. */
  remove?(): void
}

/** The shapes of one document: what they share is its own. */
export function createShapes(): (name: string, value: unknown, path: string) => Shaped {
  const store = createStateStore()
  return (name, value, path) => {
    switch (name) {
      case 'contract':
        return contractShape(value as never)
      case 'state':
        return stateShape(value as never, store)
      case 'router':
        return routerShape(value as never, path)
      case 'cefSharp':
        return cefSharpShape(value as never)
      default:
        return pytoniumShape(value as never, store)
    }
  }
}
