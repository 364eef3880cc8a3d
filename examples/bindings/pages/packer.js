const find = (selector) => document.querySelector(selector)
const [theme, folder, table, pack, cancel, progress] = ['#theme', '#folder', 'table', '#pack', '#cancel', 'progress'].map(find)

function say(text) {
  find('[role=status]').textContent = text
}

function row({ name, size, modified }) {
  const line = document.createElement('tr')
  const box = Object.assign(document.createElement('input'), { type: 'checkbox', value: name, ariaLabel: name })
  const cells = [box, name, `${size} bytes`, modified.toISOString().slice(0, 10)]
  for (const cell of cells) line.insertCell().append(cell)
  return line
}

async function showFolder() {
  try {
    const files = await host.files.list(folder.value)
    table.replaceChildren(...files.map(row))
    say(files.length === 0 ? 'This folder is empty.' : '')
  } catch (error) {
    table.replaceChildren()
    say(`${folder.value} cannot be read: ${error.message}`)
  }
}

async function packFiles() {
  const names = [...table.querySelectorAll('input:checked')].map((box) => box.value)
  const showProgress = (done, total) => {
    progress.max = total
    progress.value = done
  }
  progress.hidden = false
  cancel.disabled = false
  try {
    const { name, bytes } = await host.pack(names, showProgress)
    say(`${name}: ${bytes.length} bytes`)
  } catch (error) {
    say(error.code === 'ENOSPC' ? 'The disk is full.' : `Not packed: ${error.message}`)
  }
  progress.hidden = true
  cancel.disabled = true
}

find('#version').textContent = host.version
theme.value = document.documentElement.dataset.theme
theme.onchange = () => {
  document.documentElement.dataset.theme = theme.value
  host.settings.save({ theme: theme.value })
}
folder.onchange = showFolder
pack.onclick = packFiles
cancel.onclick = () => host.cancel()
// Kept by the host, which calls it whenever something has changed.
host.files.watch((name) => {
  if (name === folder.value) showFolder()
})
addEventListener('pagehide', () => host.settings.save({ folder: folder.value }))
showFolder()
