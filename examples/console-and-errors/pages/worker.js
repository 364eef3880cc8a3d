function fibonacci(n) {
  if (n < 0) throw new RangeError(`there is no Fibonacci number ${n}`)
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2)
}

self.addEventListener('message', ({ data }) => {
  console.log('asked for', data)
  self.postMessage(fibonacci(data))
})
