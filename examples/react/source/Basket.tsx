import { Language } from '@source/language'
import { type ReactNode, useContext, useState } from 'react'
import styles from './Basket.module.css'

export interface Item {
  name: string
  price: number
}

export interface BasketProps {
  items: Item[]
  footer?: ReactNode
  children?: ReactNode
  onOrder?: (order: { total: number; count: number }) => Promise<string> | string
}

const words = {
  en: { order: 'Order', total: 'Total', remove: 'Remove' },
  de: { order: 'Bestellen', total: 'Summe', remove: 'Entfernen' },
}

export function Basket({ items, footer, children, onOrder }: BasketProps) {
  const { order, total: totalWord, remove } = words[useContext(Language)]
  const [removed, setRemoved] = useState<ReadonlySet<string>>(new Set())
  const [answer, setAnswer] = useState('')
  const left = items.filter(({ name }) => !removed.has(name))
  const total = left.reduce((sum, { price }) => sum + price, 0)
  return (
    <section className={styles.basket}>
      <h2>{children}</h2>
      <ul>
        {left.map(({ name, price }) => (
          <li key={name}>
            <span>{name}</span> <span>{price.toFixed(2)}</span>
            <button type="button" onClick={() => setRemoved(new Set([...removed, name]))}>
              {remove}
            </button>
          </li>
        ))}
      </ul>
      <p>
        {totalWord}: <b data-testid="total">{total.toFixed(2)}</b>
      </p>
      <button
        type="button"
        className={styles.order}
        onClick={async () => setAnswer((await onOrder?.({ total, count: left.length })) ?? '')}
      >
        {order}
      </button>
      <p role="status">{answer}</p>
      {footer}
    </section>
  )
}

export function Note({ text }: { text: string }) {
  return <small>{text}</small>
}
