import { type PermissionName, permissionNames } from '../../protocol/prompts.js'
import { badArgument, kindOf } from '../failure.js'

/** What a test lets the documents of a page do. */
export class GrantedPermissions {
  /** By origin; null: every one. */
  readonly #names = new Map<string | null, Set<PermissionName>>()

  grant(names: readonly PermissionName[], origin: string | null): void {
    this.#names.set(origin, new Set([...(this.#names.get(origin) ?? []), ...names]))
  }

  clear(): void {
    this.#names.clear()
  }

  /** Whether all of it may be done. */
  allow({ names, origin }: { names: readonly string[]; origin: string }): boolean {
    const granted: Set<string> = new Set([
      ...(this.#names.get(null) ?? []),
      ...(this.#names.get(origin) ?? []),
    ])
    return names.every((name) => granted.has(name))
  }
}

/** @throws BAD_ARGUMENT */
export function requirePermissions(names: unknown): asserts names is PermissionName[] {
  const list: unknown[] = Array.isArray(names) ? names : [names]
  const unknown = list.find((name) => !permissionNames.includes(name as PermissionName))
  if (Array.isArray(names) && unknown === undefined) return
  const fact = Array.isArray(names)
    ? `there is no permission ${JSON.stringify(unknown)}`
    : `the permissions are ${kindOf(names)}`
  throw badArgument(fact, `Give an array of ${permissionNames.join(', ')}`)
}

/** The origin of what was given; null for every one. @throws BAD_ARGUMENT */
export function originOf(origin: string | undefined): string | null {
  if (origin === undefined) return null
  if (URL.canParse(origin) && new URL(origin).origin !== 'null') return new URL(origin).origin
  throw badArgument(`${JSON.stringify(origin)} is no origin`, 'Give one as "https://cefrig.test"')
}
