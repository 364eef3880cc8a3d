import type { Readiness } from '../protocol/ready.js'

// Run in the isolated world of a document, where the page cannot have patched anything.

/** Of an image that is not complete: whether it is not waited for, as the browser loads it when it comes near. */
const isPutOff = `((image) => {
  if (image.loading !== 'lazy') return false
  const { top, left, bottom, right, width } = image.getBoundingClientRect()
  return width === 0 || bottom < 0 || right < 0 || top > innerHeight || left > innerWidth
})`

/** Waits for what the document's markup asks for. Forcing layout makes fonts begin to load. */
const loaded = ({ load = true, fonts = true, images = true }: Readiness): string => `
  ${load ? "if (document.readyState !== 'complete') await new Promise((done) => addEventListener('load', done, { once: true }))" : ''}
  for (;;) {
    void document.documentElement?.offsetHeight
    const waits = ${fonts ? "document.fonts.status === 'loading' ? [document.fonts.ready] : []" : '[]'}
    for (const image of ${images === false ? '[]' : 'document.images'}) {
      if (image.complete || ${isPutOff}(image)) continue
      waits.push(new Promise((done) => {
        image.addEventListener('load', done, { once: true })
        image.addEventListener('error', done, { once: true })
      }))
    }
    if (waits.length === 0) break
    await Promise.all(waits)
  }`

// Lists of selects and pickers of dates are the browser's own widgets, each with a view of its own that comes some time later. A list is
// the page's own when both the select and its picker are told so.
const pickerIsOpen = `(() => {
  const candidates = [...document.querySelectorAll('select:open, input:open')]
  // The one with the focus, within shadow roots too.
  for (let focused = document.activeElement; focused; focused = focused.shadowRoot?.activeElement) candidates.push(focused)
  return candidates.some((element) => element.matches('select:open, input:open')
    && !(getComputedStyle(element).appearance === 'base-select'
      && getComputedStyle(element, '::picker(select)').appearance === 'base-select')) })()`

/** Milliseconds after which an animation frame that has not come is asked for again. */
const askAgain = 100

/** Whether the document has a picker open, once it is loaded. */
export const readiness = (ready: Readiness): string => `(async () => { ${loaded(ready)}
  return ${pickerIsOpen} })()`

/**
 * The same after so many animation frames. Callbacks are numbered over all worlds: a page that cancels every number cancels these
 * too, and they are asked for again.
 */
export const animationFrames = (count: number, ready: Readiness): string =>
  `(async () => { ${loaded(ready)}
  for (let left = ${count}; left > 0; left--) await new Promise((tick) => {
    let again
    const ask = () => {
      clearTimeout(again)
      requestAnimationFrame(() => { clearTimeout(again); tick() })
      again = setTimeout(ask, ${askAgain})
    }
    ask()
  })
  return ${pickerIsOpen} })()`

/** What a document answers that is asked why it is late. */
export interface DocumentState {
  document: string
  fonts: string
  images: string[]
  /** Those that are not at their time yet. */
  videos: string[]
}

export const documentState = `({
  document: document.readyState,
  fonts: document.fonts.status,
  images: [...document.images].filter((image) => !image.complete && !${isPutOff}(image)).map((image) => image.currentSrc || image.src),
  videos: [...document.querySelectorAll('video')]
    .filter((video) => !video.error && (video.seeking || (video.readyState < 2 && video.networkState === 2)))
    .map((video) => video.currentSrc || video.src),
})`

/** Names of elements that are busy, and of animations that have not ended. */
export interface Unrest {
  busy: string[]
  animations: string[]
}

export const unrest = ({ busy = false, animations = false }: Readiness): string => `(() => {
  const roots = [document]
  for (const root of roots) {
    for (const element of root.querySelectorAll('*')) if (element.shadowRoot) roots.push(element.shadowRoot)
  }
  const nameOf = (element) => element.localName + (element.id ? '#' + element.id : '')
    + [...element.classList].slice(0, 2).map((name) => '.' + name).join('')
  const found = { busy: [], animations: [] }
  for (const root of roots) {
    if (${busy}) for (const element of root.querySelectorAll('[aria-busy="true" i]'))
      if (element.checkVisibility({ visibilityProperty: true })) found.busy.push(nameOf(element))
    if (${animations}) for (const animation of root.getAnimations()) {
      const { effect, playState, timeline, playbackRate } = animation
      if (playState !== 'running' || playbackRate === 0 || !(timeline instanceof DocumentTimeline)) continue
      if (!effect || !Number.isFinite(effect.getComputedTiming().endTime)) continue
      const name = animation.animationName ?? animation.transitionProperty ?? (animation.id || 'an animation')
      found.animations.push(name + (effect.target ? ' of ' + nameOf(effect.target) : ''))
    }
  }
  return found })()`
