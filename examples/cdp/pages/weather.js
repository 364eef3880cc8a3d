const show = (id, text) => {
  document.getElementById(id).textContent = text
}
const noon = new Date('2026-07-01T12:00:00Z')

show('locale', new Intl.DateTimeFormat().resolvedOptions().locale)
show('zone', new Intl.DateTimeFormat().resolvedOptions().timeZone)
show('noon', noon.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }))
show('pointer', matchMedia('(pointer: coarse)').matches ? 'coarse' : 'fine')

function celsius(degrees) {
  return `${degrees} °C`
}

function never() {
  return 'nobody calls this'
}

document.getElementById('ask').addEventListener('click', async () => {
  try {
    const answer = await fetch('/forecast.json')
    const { sky, degrees } = await answer.json()
    show('forecast', `${sky}, ${celsius(degrees)}`)
  } catch {
    show('forecast', 'no connection')
  }
})

document.getElementById('forget').addEventListener('click', () => show('forecast', 'not asked'))
