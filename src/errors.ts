/** Every way in which cefrig can fail, as `CefrigError.code`. `docs/errors.md` explains each one. */
export type ErrorCode =
  | 'BAD_ARGUMENT'
  | 'UNKNOWN_OPTION'
  | 'NOT_INSTALLED'
  | 'INSTALL_FAILED'
  | 'UNSUPPORTED_PLATFORM'
  | 'UNSUPPORTED_CEF'
  | 'MISSING_LIBRARY'
  | 'HOST_FAILED'
  | 'HOST_CRASHED'
  | 'RENDERER_CRASHED'
  | 'CEF_CLOSED'
  | 'CONTEXT_CLOSED'
  | 'PAGE_CLOSED'
  | 'NAVIGATION_FAILED'
  | 'EVALUATION_FAILED'
  | 'EXECUTION_CONTEXT_LOST'
  | 'FRAME_DETACHED'
  | 'ROUTE_HANDLED'
  | 'BODY_GONE'
  | 'HANDLE_DISPOSED'
  | 'NOT_SERIALIZABLE'
  | 'BINDING_EXISTS'
  | 'BINDING_GONE'
  | 'PROMPT_HANDLED'
  | 'DOWNLOAD_FAILED'
  | 'NOT_STRICT'
  | 'TIMEOUT'
  | 'CAPTURE_TIMEOUT'
  | 'CDP_FAILED'
  | 'GOLDEN_INVALID'
  | 'COMPARATOR_FAILED'
  | 'FILE_FAILED'
  | 'RUN_MISSING'
  | 'RUN_INVALID'
  | 'PRUNE_REFUSED'
  | 'PAGE_FAILED'
  | 'MOUNT_FAILED'
  | 'CONTRACT_INVALID'
  | 'CONTRACT_VIOLATED'
  | 'CONTRACT_DRIFT'
  | 'PREFERENCE_UNKNOWN'
  | 'BUSY'
  | 'PREFERENCE_READ_ONLY'

/** What a `CefrigError` was about: numbers, names and paths, readable by programs. */
export type ErrorFacts = Readonly<Record<string, unknown>>

const brand = Symbol.for('cefrig.error')

/**
 * The one class of error that cefrig throws. Test for it with {@link isCefrigError}: Jest runs test files in realms of their
 * own, where `instanceof` does not work.
 */
export class CefrigError extends Error {
  override readonly name = 'CefrigError'
  readonly code: ErrorCode
  readonly facts: ErrorFacts

  constructor(code: ErrorCode, message: string, options: { facts?: ErrorFacts; cause?: unknown } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.code = code
    this.facts = Object.freeze({ ...options.facts })
    Object.defineProperty(this, brand, { value: true })
  }
}

/** Whether a value is a `CefrigError`, of this or another copy of the package. */
export function isCefrigError(value: unknown, code?: ErrorCode): value is CefrigError {
  if (typeof value !== 'object' || value === null || !(brand in value)) return false
  return code === undefined || (value as unknown as CefrigError).code === code
}
