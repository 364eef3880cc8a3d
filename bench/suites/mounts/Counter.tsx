import { useState } from 'react'

/** What all of them mount: something to click at, and a number that follows. */
export function Counter({ label, from = 0 }: { label: string; from?: number }) {
  const [count, setCount] = useState(from)
  return (
    <section>
      <h1>{label}</h1>
      <button type="button" onClick={() => setCount(count + 1)}>
        More
      </button>
      <output>{count}</output>
    </section>
  )
}
