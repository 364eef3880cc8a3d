/** Settles with the promise, or rejects with `late()` after so many milliseconds; 0: never late. */
export function before<T>(promise: Promise<T>, milliseconds: number, late: () => Error): Promise<T> {
  if (milliseconds <= 0 || milliseconds === Number.POSITIVE_INFINITY) return promise
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), milliseconds)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
