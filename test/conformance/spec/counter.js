/** A component of plain DOM. */
export function Counter({ label, onPress }) {
  let count = 0
  let text = label
  const button = document.createElement('button')
  const show = () => {
    button.textContent = `${text} ${count}`
  }
  button.onclick = async () => {
    count++
    await onPress(count)
    show()
  }
  show()
  return {
    node: button,
    update(props) {
      text = props.label
      show()
    },
  }
}
