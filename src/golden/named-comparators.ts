/**
 * Names of a project's own comparators, of the option `golden.comparators`. Any name is taken by the compiler until a project declares
 * its own: `declare module 'cefrig/matchers' { interface NamedComparators { brand: true } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: a project's declaration adds to it, which a type would not allow
export interface NamedComparators {}
