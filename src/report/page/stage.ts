import type { ReportPicture } from '../data.js'
import { button, element } from './element.js'
import { Inspector } from './inspector.js'
import { canView, type View, type ViewName, viewOf, viewWords } from './views.js'

/** CSS pixels per pixel of the picture, at most. */
const largest = 40

/** Pixels of the screen to which pictures that are smaller are enlarged, as far as whole pixels go. */
const tiny = 160

/** Share of the window's height that a picture takes at most, as in report.css. */
const shownHeight = 0.65

/** The pictures of one entry: views, zoom, regions, values of pixels. */
export class Stage {
  readonly element: HTMLElement
  readonly #picture: ReportPicture
  readonly #panes = element('div', { class: 'panes' })
  readonly #own = element('div', { class: 'own-controls' })
  readonly #zoomWords = element('output', { class: 'zoom', 'aria-label': 'Zoom' })
  readonly #views = new Map<ViewName, HTMLInputElement>()
  readonly #inspector: Inspector
  readonly #sizes = new ResizeObserver(() => this.#fits())
  #view: View | null = null
  #isFitting = true
  #scale = 1
  #region = -1
  readonly #regionsToggle: HTMLButtonElement
  readonly #viewChosen: (view: ViewName) => void

  constructor(picture: ReportPicture, view: ViewName, viewChosen: (view: ViewName) => void) {
    this.#picture = picture
    this.#viewChosen = viewChosen
    this.#inspector = new Inspector(picture)
    this.#regionsToggle = button('Regions', () => this.toggleRegions(), {
      'aria-pressed': 'true',
      title: 'r',
    })
    const zoom = element(
      'div',
      { class: 'zoom-controls', role: 'group', 'aria-label': 'Zoom' },
      button('−', () => this.zoomBy(1 / 2), { 'aria-label': 'Zoom out', title: '-' }),
      this.#zoomWords,
      button('+', () => this.zoomBy(2), { 'aria-label': 'Zoom in', title: '+' }),
      button('Fit', () => this.fit(), { title: '0' }),
      button('1:1', () => this.zoomTo(1 / devicePixelRatio), {
        title: 'One pixel of the picture is one of the screen',
      }),
    )
    this.element = element(
      'section',
      { class: 'stage', 'aria-label': 'Pictures' },
      element(
        'div',
        { class: 'stage-bar' },
        this.#viewChoice(),
        element(
          'div',
          { class: 'stage-tools' },
          zoom,
          (picture.difference?.regions.length ?? 0) > 0 && this.#regionsToggle,
          this.#inspector.toggle,
        ),
      ),
      this.#own,
      this.#panes,
      this.#inspector.element,
    )
    const wanted = [view, 'side' as const].find((name) => canView(picture, name))
    if (wanted) this.show(wanted)
    this.#sizes.observe(this.#panes)
  }

  /** Ends what goes on by itself. */
  end(): void {
    this.#view?.end()
    this.#sizes.disconnect()
  }

  /** Shows another view, where there are the pictures for it. */
  show(name: ViewName): void {
    if (!canView(this.#picture, name)) return
    this.#view?.end()
    this.#view = viewOf(this.#picture, name)
    this.#views.get(name)!.checked = true
    this.#panes.dataset.view = name
    const panes = this.#view.panes.map(({ title, content }) => {
      const scroller = element(
        'div',
        { class: 'pane', tabIndex: 0, role: 'group', 'aria-label': title },
        content,
      )
      return element('figure', {}, element('figcaption', {}, title), scroller)
    })
    this.#panes.replaceChildren(...panes)
    this.#own.replaceChildren(...this.#view.controls)
    this.#own.hidden = this.#view.controls.length === 0
    const scrollers = this.#scrollers()
    for (const scroller of scrollers) this.#listen(scroller, scrollers)
    this.#inspector.take(this.#view.panes.flatMap(({ papers }) => papers))
    this.#highlight()
    this.#fits()
  }

  /** Shows a view as if it was chosen by hand. */
  choose(name: ViewName): void {
    const choice = this.#views.get(name)
    if (choice && !choice.disabled) choice.click()
  }

  fit(): void {
    this.#isFitting = true
    this.#fits()
  }

  zoomBy(factor: number): void {
    this.zoomTo(this.#scale * factor)
  }

  /** The point of the pictures that is in the middle of a pane stays there, or the one that is given, in CSS pixels of the pane. */
  zoomTo(scale: number, pane = this.#scrollers()[0], at = middleOf(pane)): void {
    if (!pane) return
    const [x, y] = [(pane.scrollLeft + at.x) / this.#scale, (pane.scrollTop + at.y) / this.#scale]
    this.#isFitting = false
    this.#apply(scale)
    pane.scrollLeft = x * this.#scale - at.x
    pane.scrollTop = y * this.#scale - at.y
  }

  toggleRegions(): void {
    const on = this.#regionsToggle.getAttribute('aria-pressed') !== 'true'
    this.#regionsToggle.setAttribute('aria-pressed', String(on))
    this.#panes.classList.toggle('without-regions', !on)
  }

  toggleInspector(): void {
    this.#inspector.toggle.click()
  }

  /** Brings a region of the difference into the middle, large enough to be seen. */
  goToRegion(index: number): void {
    const regions = this.#picture.difference?.regions ?? []
    const region = regions[index]
    const pane = this.#scrollers()[0]
    if (!region || !pane) return
    this.#region = index
    if (this.#regionsToggle.getAttribute('aria-pressed') !== 'true') this.toggleRegions()
    const { clientWidth, clientHeight } = pane
    const wanted = Math.min(clientWidth / region.width, clientHeight / region.height) / 3
    this.#isFitting = false
    this.#apply(Math.min(8, Math.max(wanted, Math.min(1, this.#scale))))
    pane.scrollLeft = (region.x + region.width / 2) * this.#scale - clientWidth / 2
    pane.scrollTop = (region.y + region.height / 2) * this.#scale - clientHeight / 2
    this.#highlight()
  }

  stepRegion(by: number): number {
    const amount = this.#picture.difference?.regions.length ?? 0
    if (amount === 0) return -1
    const next = this.#region < 0 ? 0 : (this.#region + by + amount) % amount
    this.goToRegion(next)
    return next
  }

  #highlight(): void {
    for (const box of this.#panes.querySelectorAll<HTMLElement>('.region'))
      box.classList.toggle('current', box.dataset.region === String(this.#region))
  }

  #viewChoice(): HTMLElement {
    const choices = (Object.keys(viewWords) as ViewName[]).map((name, index) => {
      const input = element('input', {
        type: 'radio',
        name: 'view',
        value: name,
        disabled: !canView(this.#picture, name),
        onchange: () => {
          this.show(name)
          this.#viewChosen(name)
        },
      })
      this.#views.set(name, input)
      return element(
        'label',
        { class: 'choice', title: String(index + 1) },
        input,
        element('span', {}, viewWords[name]),
      )
    })
    return element('fieldset', { class: 'views' }, element('legend', {}, 'View'), ...choices)
  }

  #scrollers(): HTMLElement[] {
    return [...this.#panes.querySelectorAll<HTMLElement>('.pane')]
  }

  /** Panes scroll together; the wheel zooms with Ctrl. */
  #listen(scroller: HTMLElement, all: readonly HTMLElement[]): void {
    scroller.addEventListener(
      'scroll',
      () => {
        for (const other of all) {
          if (other === scroller) continue
          // Setting what is there already scrolls nothing, so this comes to an end.
          other.scrollLeft = scroller.scrollLeft
          other.scrollTop = scroller.scrollTop
        }
      },
      { passive: true },
    )
    scroller.addEventListener(
      'wheel',
      (event) => {
        if (!event.ctrlKey) return
        event.preventDefault()
        const { left, top } = scroller.getBoundingClientRect()
        this.zoomTo(this.#scale * 2 ** (-event.deltaY / 200), scroller, {
          x: event.clientX - left,
          y: event.clientY - top,
        })
      },
      { passive: false },
    )
  }

  #fits(): void {
    const pane = this.#scrollers()[0]
    if (!pane || !this.#isFitting) return
    const images = Object.values(this.#picture.files)
    const width = Math.max(...images.map((image) => image.width))
    const height = Math.max(...images.map((image) => image.height))
    // What is tiny is shown larger, by whole pixels.
    const one = Math.max(1, Math.min(largest, Math.floor(tiny / Math.max(width, height)))) / devicePixelRatio
    const scale = Math.min(pane.offsetWidth / width, one)
    // Room for a scroll bar is kept only where there will be one: the width that is fitted to must not depend on it.
    this.#panes.classList.toggle('tall', height * scale > innerHeight * shownHeight)
    this.#apply(Math.min(pane.clientWidth / width, one))
  }

  #apply(scale: number): void {
    if (!(scale > 0)) return
    this.#scale = Math.min(largest, Math.max(0.02, scale))
    const percent = this.#scale * devicePixelRatio * 100
    this.#panes.style.setProperty('--scale', String(this.#scale))
    this.#panes.classList.toggle('magnified', percent > 100.5)
    this.#zoomWords.textContent = `${Number(percent.toPrecision(3)).toLocaleString('en-US')} %`
    this.#inspector.scale = this.#scale
  }
}

function middleOf(pane: HTMLElement | undefined): { x: number; y: number } {
  return { x: (pane?.clientWidth ?? 0) / 2, y: (pane?.clientHeight ?? 0) / 2 }
}
