import type { Contract } from '../../contract/types.js'
import type { PageFailure } from '../page-failures.js'
import type { Uses } from './uses.js'

/** What stands between a page and its contract, in words: methods that were never bound, names that it does not have, violations. */
export function brokenParts(contract: Contract, uses: Uses, failures: readonly PageFailure[]): string[] {
  const { name, methods } = contract
  const names = Object.keys(methods)
  const unbound = names.filter((method) => !uses.offered.has(`${name}.${method}`))
  const inside = (paths: Iterable<string>) =>
    [...paths].filter((path) => path.startsWith(`${name}.`)).map((path) => path.slice(name.length + 1))
  const called = inside(uses.called).filter((method) => !Object.hasOwn(methods, method))
  const asked = inside(uses.missing).filter((missing) => !Object.hasOwn(methods, missing))
  const broken = failures.flatMap((failure) => (failure.kind === 'contract' ? [failure.error] : []))
  return [
    ...unbound.map((method) => `${name}.${method} was never bound`),
    ...called.map((method) => `the page called ${name}.${method}(), which the contract does not name`),
    ...asked.map((missing) => `the page asked for ${name}.${missing}, which the contract does not name`),
    ...broken.filter(({ facts }) => isOf(name, facts.path)).map(({ message }) => message),
  ]
}

function isOf(name: string, path: unknown): boolean {
  return typeof path === 'string' && (path.startsWith(`${name}.`) || path.startsWith(`${name}:`))
}
