import { useState } from 'react'
import './order.css'

export interface Line {
  name: string
  /** In cents. */
  price: number
}

/** What was ordered, and how often. */
export function Order({ lines, onSend }: { lines: readonly Line[]; onSend(total: number): void }) {
  const [counts, setCounts] = useState(() => lines.map(() => 0))
  const total = lines.reduce((sum, { price }, at) => sum + price * counts[at]!, 0)
  const change = (at: number, count: number) =>
    setCounts(counts.map((old, other) => (other === at ? count : old)))
  return (
    <form
      className="order"
      onSubmit={(event) => {
        event.preventDefault()
        onSend(total)
      }}
    >
      {lines.map(({ name }, at) => (
        <label key={name}>
          {name}
          <input
            type="number"
            min={0}
            value={counts[at]}
            onChange={({ target }) => change(at, target.valueAsNumber || 0)}
          />
        </label>
      ))}
      <output>{(total / 100).toFixed(2)} €</output>
      <button type="submit" disabled={total === 0}>
        Order
      </button>
    </form>
  )
}
