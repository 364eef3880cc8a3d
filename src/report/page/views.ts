import type { PicturePart, ReportImage, ReportPicture } from '../data.js'
import { button, element } from './element.js'
import { layer, type Paper, paperOf } from './paper.js'
import { sliderOf } from './slider.js'
import { partWords } from './words.js'

export type ViewName = 'side' | 'expected' | 'actual' | 'diff' | 'slider' | 'overlay' | 'blink'

/** In the order of their keys, 1 to 7. */
export const viewWords: Readonly<Record<ViewName, string>> = {
  side: 'Side by side',
  expected: 'Expected',
  actual: 'Actual',
  diff: 'Difference',
  slider: 'Slider',
  overlay: 'Overlay',
  blink: 'Blink',
}

/** Milliseconds that each picture is seen. */
const blinkEvery = 600

export interface View {
  panes: { title: string; content: HTMLElement; papers: Paper[] }[]
  /** What belongs to this view alone. */
  controls: HTMLElement[]
  /** Ends what goes on by itself. */
  end(): void
}

/** Whether there are the pictures for a view. */
export function canView({ files }: ReportPicture, view: ViewName): boolean {
  switch (view) {
    case 'side':
      return Object.keys(files).length > 0
    case 'expected':
    case 'actual':
    case 'diff':
      return files[view] !== undefined
    case 'slider':
    case 'overlay':
    case 'blink':
      return files.expected !== undefined && files.actual !== undefined
  }
  view satisfies never
  return false
}

export function viewOf(picture: ReportPicture, view: ViewName): View {
  const { files } = picture
  const regions = picture.difference?.regions.slice(0, 200) ?? []
  const alt = (part: PicturePart) => `${partWords[part]} picture of ${picture.name}`
  const single = (part: PicturePart) => {
    const image = files[part]!
    const paper = paperOf([image], regions, [layer(image, alt(part))])
    return { title: partWords[part], content: paper.element, papers: [paper] }
  }
  if (view === 'side') {
    const parts = (['expected', 'actual', 'diff'] as const).filter((part) => files[part])
    return { panes: parts.map(single), controls: [], end() {} }
  }
  if (view === 'expected' || view === 'actual' || view === 'diff')
    return { panes: [single(view)], controls: [], end() {} }
  const both = [files.expected!, files.actual!] as const
  if (view === 'slider') {
    const papers = [
      paperOf(both, regions, [layer(both[0], alt('expected'))]),
      paperOf(both, regions, [layer(both[1], alt('actual'))]),
    ]
    const content = sliderOf(papers[0]!.element, papers[1]!.element)
    return { panes: [{ title: 'Expected | Actual', content, papers }], controls: [], end() {} }
  }
  return layered(both, [layer(both[0], alt('expected')), layer(both[1], alt('actual'))], view)

  function layered(
    images: readonly ReportImage[],
    layers: HTMLImageElement[],
    kind: 'overlay' | 'blink',
  ): View {
    const paper = paperOf(images, regions, layers)
    const pane = { title: 'Expected, actual', content: paper.element, papers: [paper] }
    const top = layers[1]!
    return kind === 'overlay'
      ? { panes: [{ ...pane, title: 'Actual over expected' }], controls: [opacityOf(top)], end() {} }
      : { panes: [pane], ...blinking(top) }
  }
}

function opacityOf(top: HTMLElement): HTMLElement {
  const words = element('output', {}, '50 %')
  const range = element('input', { type: 'range', min: '0', max: '100', value: '50', step: '5' })
  range.oninput = () => {
    top.style.opacity = String(Number(range.value) / 100)
    words.textContent = `${range.value} %`
  }
  top.style.opacity = '0.5'
  return element('label', { class: 'opacity' }, element('span', {}, 'Opacity of actual'), range, words)
}

/** Whoever asks for less motion starts it by hand. */
function blinking(top: HTMLElement): { controls: HTMLElement[]; end(): void } {
  let timer = 0
  // No output element: it would be read out with every change.
  const shown = element('span', { class: 'blinking' })
  const turn = (toActual = top.hidden) => {
    top.hidden = !toActual
    shown.textContent = toActual ? 'Actual' : 'Expected'
  }
  const run = (on: boolean) => {
    clearInterval(timer)
    if (on) timer = setInterval(turn, blinkEvery) as unknown as number
    pause.textContent = on ? 'Pause' : 'Play'
    timer = on ? timer : 0
  }
  const pause = button('Pause', () => run(timer === 0))
  const swap = button('Swap', () => {
    run(false)
    turn()
  })
  turn(true)
  run(!matchMedia('(prefers-reduced-motion: reduce)').matches)
  return { controls: [pause, swap, shown], end: () => clearInterval(timer) }
}
