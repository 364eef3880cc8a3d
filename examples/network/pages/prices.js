const list = document.querySelector('ul')
const status = document.querySelector('[role=status]')

function show(prices) {
  for (const [name, price] of Object.entries(prices)) {
    const item = document.getElementById(name) ?? list.appendChild(document.createElement('li'))
    item.id = name
    item.textContent = `${name}: ${price}`
  }
}

async function load() {
  status.textContent = 'Loading'
  try {
    const answer = await fetch('/api/prices')
    if (!answer.ok) throw new Error(`the server says ${answer.status}`)
    show(await answer.json())
    status.textContent = 'Ready'
  } catch (error) {
    status.textContent = `No prices: ${error.message}`
  }
}

document.querySelector('button').onclick = async () => {
  const answer = await fetch('/api/orders', { method: 'POST', body: JSON.stringify({ name: 'tea', count: 1 }) })
  status.textContent = answer.ok ? 'Bought' : 'Sold out'
}

await load()
if (status.textContent === 'Ready') new EventSource('/api/changes').onmessage = ({ data }) => show(JSON.parse(data))
