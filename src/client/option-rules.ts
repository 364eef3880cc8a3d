/** What an option may be. */
export interface OptionRule {
  /** What to give, as it stands after "Give": `true or false`. */
  readonly give: string
  accepts(value: unknown): boolean
}

/** A rule for every option of a type. */
export type OptionSchema<Options> = { readonly [Name in keyof Required<Options>]: OptionRule }

/** A string. */
export const text: OptionRule = { give: 'a string', accepts: (value) => typeof value === 'string' }

/** The path of a file or directory. */
export const path: OptionRule = {
  give: 'a path',
  accepts: (value) => typeof value === 'string' && value !== '' && !value.includes('\0'),
}

/** True or false. */
export const flag: OptionRule = { give: 'true or false', accepts: (value) => typeof value === 'boolean' }

/** A function. */
export const functionRule: OptionRule = {
  give: 'a function',
  accepts: (value) => typeof value === 'function',
}

/** Milliseconds of a timer at most: past them it is over at once. */
const longest = 2 ** 31 - 1

/** Milliseconds, 0 for no limit. */
export const milliseconds: OptionRule = {
  give: `a number of milliseconds up to ${longest}, 0 for no limit`,
  accepts: (value) => typeof value === 'number' && value >= 0 && value <= longest,
}

/** One of the words. */
export function oneOf(...words: readonly string[]): OptionRule {
  const quoted = words.map((word) => `"${word}"`)
  const give = quoted.length > 1 ? `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}` : quoted.join('')
  return { give, accepts: (value) => words.includes(value as string) }
}

/** A whole number within bounds, both included. */
export function wholeNumber(least: number, most: number): OptionRule {
  return {
    give: `a whole number from ${least} to ${most}`,
    accepts: (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
  }
}

/** A number within bounds, both included. */
export function numberBetween(least: number, most: number): OptionRule {
  return {
    give: `a number from ${least} to ${most}`,
    accepts: (value) => typeof value === 'number' && value >= least && value <= most,
  }
}

/** A plain object that follows a schema of its own. */
export function objectOf<Options extends object>(schema: OptionSchema<Options>, give: string): OptionRule {
  return {
    give,
    accepts: (value) =>
      isObject(value) &&
      Object.entries(value).every(([name, inner]) => {
        const rule = Object.hasOwn(schema, name) ? schema[name as keyof Options] : undefined
        return rule !== undefined && (inner === undefined || rule.accepts(inner))
      }),
  }
}

/** An object that is no array. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
