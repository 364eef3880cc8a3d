import type { HttpCredentials } from '../../protocol/network.js'
import type { SchemeOptions } from '../../protocol/options.js'
import { flag, isObject, type OptionRule, objectOf, text } from '../option-rules.js'

const known = objectOf<HttpCredentials>(
  {
    username: text,
    password: text,
    origin: { give: '', accepts: (value) => typeof value === 'string' && URL.canParse(value) },
  },
  '{ username, password, origin? }, each a string, the origin as "https://example.com"',
)

/** User name and password. */
export const credentialsRule: OptionRule = {
  give: known.give,
  accepts: (value) => known.accepts(value) && isObject(value) && 'username' in value && 'password' in value,
}

const scheme = objectOf<SchemeOptions>(
  { standard: flag, secure: flag, corsEnabled: flag, fetchEnabled: flag },
  '',
)

/** What the browser has names for already. */
const taken = new Set(
  'http https ws wss file data blob about javascript ftp filesystem chrome devtools mailto'.split(' '),
)

/** Custom schemes. */
export const schemesRule: OptionRule = {
  give: 'names in lower case that are no schemes yet, each with { standard, secure, corsEnabled, fetchEnabled } as booleans: { app: {} }',
  accepts: (value) =>
    isObject(value) &&
    Object.entries(value).every(
      ([name, options]) => /^[a-z][a-z0-9+.-]*$/.test(name) && !taken.has(name) && scheme.accepts(options),
    ),
}
