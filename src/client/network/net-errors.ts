/** Net errors by the names that `route.abort()` takes, which are Playwright's. */
export const netErrors = {
  aborted: -3,
  accessdenied: -10,
  addressunreachable: -109,
  blockedbyclient: -20,
  blockedbyresponse: -27,
  connectionaborted: -103,
  connectionclosed: -100,
  connectionfailed: -104,
  connectionrefused: -102,
  connectionreset: -101,
  internetdisconnected: -106,
  namenotresolved: -105,
  timedout: -7,
  failed: -2,
} as const

/** What `route.abort()` takes. */
export type NetErrorName = keyof typeof netErrors
