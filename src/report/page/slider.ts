import 'img-comparison-slider'
import { element } from './element.js'

interface SliderElement extends HTMLElement {
  /** Share of the first picture that is seen, 0 to 100. */
  value: number
}

/** How far an arrow key moves it. */
const step = 2

/**
 * The npm package's slider between two papers. It is told to leave the keyboard alone: its own handling knows no Home, End and steps, and
 * says nothing to screen readers.
 */
export function sliderOf(expected: HTMLElement, actual: HTMLElement): HTMLElement {
  const slider = document.createElement('img-comparison-slider') as SliderElement
  slider.setAttribute('keyboard', 'disabled')
  slider.setAttribute('role', 'slider')
  slider.setAttribute('aria-label', 'How much of the expected picture is seen')
  slider.setAttribute('aria-valuemin', '0')
  slider.setAttribute('aria-valuemax', '100')
  const tell = () => {
    const value = Math.round(slider.value)
    slider.setAttribute('aria-valuenow', String(value))
    slider.setAttribute('aria-valuetext', `${value} % expected, ${100 - value} % actual`)
  }
  slider.addEventListener('slide', tell)
  slider.addEventListener('keydown', (event) => {
    const { value } = slider
    const values: Readonly<Record<string, number>> = {
      ArrowLeft: value - step,
      ArrowDown: value - step,
      ArrowRight: value + step,
      ArrowUp: value + step,
      PageDown: value - 10,
      PageUp: value + 10,
      Home: 0,
      End: 100,
    }
    const next = values[event.key]
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    slider.value = Math.max(0, Math.min(100, next))
    tell()
  })
  slider.append(
    element('div', { class: 'half', slot: 'first' }, expected),
    element('div', { class: 'half', slot: 'second' }, actual),
  )
  tell()
  return slider
}
