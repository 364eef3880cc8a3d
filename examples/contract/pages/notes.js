const { notes } = host
const [form, status, list] = ['form', '[role=status]', 'ul'].map((name) => document.querySelector(name))

function show(all) {
  list.replaceChildren(
    ...all.map(({ id, text }) => {
      const item = document.createElement('li')
      const button = document.createElement('button')
      button.textContent = `Remove ${text}`
      button.onclick = () => notes.remove(id)
      item.append(text, ' ', button)
      return item
    }),
  )
  status.textContent = `${all.length} of ${notes.limit()}`
}

form.onsubmit = async (event) => {
  event.preventDefault()
  try {
    await notes.save({ text: form.text.value })
    form.reset()
  } catch (error) {
    if (error.code !== 'FULL') throw error
    status.textContent = `No room: ${error.message}`
  }
}

notes.on('changed', show)
notes.all().then(show)
