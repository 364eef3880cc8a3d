const { apply, getOwnPropertyDescriptor } = Reflect
const MapOf = Map
const { get, set, delete: remove } = Map.prototype
const sizeOf = getOwnPropertyDescriptor(Map.prototype, 'size')!.get!

/**
 * Things by number, whatever the page does to `Map` later. Not an object with numbers for keys: numbers are never used again, and the
 * store of such an object grows with the largest one.
 */
export class Numbered<Thing> {
  readonly #map = new MapOf<number, Thing>()

  get(number: number): Thing | undefined {
    return apply(get, this.#map, [number]) as Thing | undefined
  }

  set(number: number, thing: Thing): void {
    apply(set, this.#map, [number, thing])
  }

  delete(number: number): void {
    apply(remove, this.#map, [number])
  }

  get size(): number {
    return apply(sizeOf, this.#map, []) as number
  }
}
