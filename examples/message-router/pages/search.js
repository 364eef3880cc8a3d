const form = document.querySelector('form')
const [status, list, stop] = ['[role=status]', 'ol', '#stop'].map((name) => document.querySelector(name))
let query

function end(text) {
  status.textContent = text
  stop.disabled = true
}

// One persistent query per search: the host answers with each hit, and fails with 0 at the end.
form.onsubmit = (event) => {
  event.preventDefault()
  if (!stop.disabled) cefQueryCancel(query)
  list.replaceChildren()
  status.textContent = 'Searching'
  stop.disabled = false
  query = cefQuery({
    request: JSON.stringify({ type: 'search', words: form.words.value }),
    persistent: true,
    onSuccess(response) {
      const item = document.createElement('li')
      item.textContent = JSON.parse(response).path
      list.append(item)
    },
    onFailure(code, message) {
      end(code === 0 ? `${list.children.length} found` : `Failed: ${message} (${code})`)
    },
  })
}

stop.onclick = () => {
  cefQueryCancel(query)
  end('Stopped')
}
