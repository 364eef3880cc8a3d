// A list of tasks that its host keeps: `host.tasks.load()` and `host.tasks.save(tasks)`.
const form = document.querySelector('form')
const field = document.querySelector('input')
const list = document.querySelector('ul')
const status = document.querySelector('[role=status]')
const tasks = await host.tasks.load()

function show() {
  list.replaceChildren(
    ...tasks.map((task) => {
      const item = document.createElement('li')
      item.textContent = task.title
      item.className = task.done ? 'done' : ''
      item.addEventListener('click', () => change(() => (task.done = !task.done)))
      return item
    }),
  )
  status.textContent = `${tasks.filter((task) => !task.done).length} of ${tasks.length} to do`
}

async function change(what) {
  what()
  show()
  try {
    await host.tasks.save(tasks)
  } catch (error) {
    console.error(`not saved: ${error.message}`)
    status.textContent = 'Not saved'
  }
}

form.addEventListener('submit', (event) => {
  event.preventDefault()
  const title = field.value.trim()
  if (title === '') return
  field.value = ''
  change(() => tasks.push({ title, done: false }))
})

show()
