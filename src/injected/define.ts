const { defineProperty } = Reflect

/**
 * Gives an object a property; false when it cannot have it. Never by assignment: the key may be `__proto__`, or have a setter; and the
 * descriptor inherits nothing that a page may have put into `Object.prototype`.
 */
export function define(object: object, key: PropertyKey, value: unknown, enumerable = true): boolean {
  const descriptor = { __proto__: null, value, writable: true, configurable: true, enumerable }
  return defineProperty(object, key, descriptor as PropertyDescriptor)
}
