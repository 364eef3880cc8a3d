import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

let collect: (() => void) | undefined

/** Collects this process's garbage now. What waits for objects to be collected hears of it in a later turn. */
export function collectGarbage(): void {
  if (!collect) {
    // V8 gives the function to contexts that are made while the flag is set.
    setFlagsFromString('--expose-gc')
    collect = runInNewContext('gc') as () => void
    setFlagsFromString('--no-expose-gc')
  }
  collect()
}
