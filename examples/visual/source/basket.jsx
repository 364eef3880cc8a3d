import { useReducer } from 'react'
import { createRoot } from 'react-dom/client'

const goods = [
  { id: 'tea', name: 'Green tea', price: 650 },
  { id: 'cup', name: 'Cup', price: 1200 },
  { id: 'pot', name: 'Pot with lid', price: 3890 },
]

function money(cents) {
  return `€ ${(cents / 100).toFixed(2)}`
}

function reduce(basket, { type, id }) {
  const count = basket[id] ?? 0
  if (type === 'clear') return {}
  return { ...basket, [id]: Math.max(0, count + (type === 'add' ? 1 : -1)) }
}

function Basket() {
  const [basket, dispatch] = useReducer(reduce, {})
  const total = goods.reduce((sum, { id, price }) => sum + price * (basket[id] ?? 0), 0)
  return (
    <>
      <h1 className="h3">Basket</h1>
      <table className="table align-middle">
        <thead>
          <tr>
            <th>Good</th>
            <th className="text-end">Price</th>
            <th className="text-end">Count</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {goods.map(({ id, name, price }) => (
            <tr key={id} className={basket[id] ? 'table-success' : ''}>
              <td>{name}</td>
              <td className="text-end">{money(price)}</td>
              <td className="text-end" data-testid={`count-${id}`}>
                {basket[id] ?? 0}
              </td>
              <td className="text-end">
                <button
                  type="button"
                  className="btn btn-sm btn-outline-secondary me-1"
                  aria-label={`Less ${name}`}
                  disabled={!basket[id]}
                  onClick={() => dispatch({ type: 'remove', id })}
                >
                  −
                </button>
                <button
                  type="button"
                  className="btn btn-sm btn-outline-primary"
                  aria-label={`More ${name}`}
                  onClick={() => dispatch({ type: 'add', id })}
                >
                  +
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="fs-5 text-end">
        Total <strong role="status">{money(total)}</strong>
      </p>
      {total > 0 && (
        <button type="button" className="btn btn-link" onClick={() => dispatch({ type: 'clear' })}>
          Empty the basket
        </button>
      )}
    </>
  )
}

createRoot(document.querySelector('#root')).render(<Basket />)
