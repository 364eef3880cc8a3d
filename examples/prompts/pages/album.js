const heading = document.querySelector('h1')
const list = document.querySelector('ul')
const files = document.querySelector('input')
let isChanged = false

document.querySelector('#name').onclick = () => {
  const name = prompt('Name of the album', heading.textContent)
  if (name === null) return
  heading.textContent = name
  isChanged = true
}

files.onchange = () => {
  for (const file of files.files) list.append(picture(file))
  isChanged = true
}

function picture(file) {
  const item = document.createElement('li')
  const show = document.createElement('button')
  show.textContent = file.name
  show.onclick = () => open(`viewer.html#${file.name}`, '', 'width=320,height=240')
  const remove = document.createElement('button')
  remove.textContent = `Remove ${file.name}`
  remove.onclick = () => {
    if (confirm(`Remove ${file.name}?`)) item.remove()
  }
  item.append(show, remove)
  return item
}

document.querySelector('#save').onclick = () => {
  const names = [...list.querySelectorAll('li button:first-child')].map((button) => button.textContent)
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([names.join('\n')], { type: 'text/plain' }))
  link.download = `${heading.textContent}.txt`
  link.click()
  isChanged = false
}

addEventListener('beforeunload', (event) => {
  if (isChanged) event.preventDefault()
})
