import { type ReactNode, useContext, useState } from 'react'
import { Currency } from './currency'
import './Ticket.css'

export interface TicketProps {
  from: string
  to: string
  /** Of one place. */
  price: number
  icon?: ReactNode
  onBuy?: (places: number, name: string) => void
}

export function Ticket({ from, to, price, icon, onBuy }: TicketProps) {
  const currency = useContext(Currency)
  const [places, setPlaces] = useState(1)
  const [name, setName] = useState('')
  return (
    <form
      className="ticket"
      onSubmit={(event) => {
        event.preventDefault()
        onBuy?.(places, name)
      }}
    >
      <b>
        {icon} {from} – {to}
      </b>
      <label>
        Name <input value={name} onChange={({ target }) => setName(target.value)} />
      </label>
      <button type="button" onClick={() => setPlaces(places + 1)}>
        One more place
      </button>
      <output>
        {(places * price).toFixed(2)} {currency}
      </output>
      <button type="submit" disabled={name === ''}>
        Buy
      </button>
    </form>
  )
}
