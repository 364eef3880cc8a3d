import { type Line, totalOf } from './price.js'

const order: Line[] = [
  { name: 'Tea', count: 2, cents: 650 },
  { name: 'Cup', count: 1, cents: 1200 },
]

const total = document.querySelector('output')!

document.querySelector('#sum')!.addEventListener('click', () => {
  total.value = String(totalOf(order))
  console.log('total', { cents: totalOf(order), lines: order.length })
})

document.querySelector('#break')!.addEventListener('click', () => {
  total.value = String(totalOf([...order, { name: 'Pot', count: -1, cents: 3890 }]))
})

document.querySelector('#save')!.addEventListener('click', async () => {
  const answer = await fetch('/api/orders', { method: 'POST', body: JSON.stringify(order) })
  if (!answer.ok) throw new Error(`Saving failed with status ${answer.status}`)
})
