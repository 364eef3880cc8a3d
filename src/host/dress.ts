import type { Look } from '../protocol/look.js'

/** What a document answers when it is made up. */
export interface Dressed {
  /** Whether there is something to be undone. */
  changed: boolean
  /** Why it cannot be made up so. */
  refused?: string
}

/**
 * Runs in the isolated world of a document. Style sheets are adopted, which no observer of mutations sees. Whatever is changed has
 * its step back in `undo`.
 */
export const dress = (look: Look): string => `(async () => {
  const { style, animations, caret, eager, video } = ${JSON.stringify(look)}
  const roots = [document]
  if (style !== undefined || animations !== undefined || eager || video !== undefined) {
    for (const root of roots) {
      for (const element of root.querySelectorAll('*')) if (element.shadowRoot) roots.push(element.shadowRoot)
    }
  }
  const every = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)])
  const undo = []
  let isUndone = false
  let isStyled = false
  globalThis.__cefrigUndress = () => {
    isUndone = true
    // What the page has changed meanwhile may refuse; the rest is undone all the same.
    const back = () => { for (const step of undo.reverse()) try { step() } catch {} }
    if (isStyled) atOnce(back)
    else back()
  }
  const adopt = (root, text) => {
    isStyled = true
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
    undo.push(() => { root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== sheet) })
  }
  ${look.eager ? eager : ''}
  const moving = () => roots.flatMap((root) => root.getAnimations())
  // Transitions that a change has begun are at their end at once, before the page hears of them.
  const atOnce = (change) => {
    const before = new Set(moving())
    change()
    for (const animation of moving()) if (animation instanceof CSSTransition && !before.has(animation)) animation.cancel()
  }
  if (style !== undefined) atOnce(() => { for (const root of roots) adopt(root, style) })
  ${look.animations === 'disabled' ? disabled : look.animations ? frozen : ''}
  if (caret !== undefined) {
    let [root, focused] = [document, document.activeElement]
    while (focused?.shadowRoot?.activeElement) [root, focused] = [focused.shadowRoot, focused.shadowRoot.activeElement]
    const isEdited = document.designMode === 'on' || focused?.isContentEditable || focused?.matches('input, textarea')
    if (isEdited && !roots.includes(root)) roots.push(root)
    if (isEdited) atOnce(() => adopt(root, '* { caret-color: transparent !important }'))
  }
  ${look.video === undefined ? '' : sought}
  return { changed: undo.length > 0 }
})()`

/** An animation that ends is finished, so that the page hears of it; one that does not is cancelled, and goes on from where it was. */
const disabled = `
  for (const root of roots) for (const animation of root.getAnimations()) {
    if (!animation.effect || animation.playbackRate === 0 || animation.playState === 'finished') continue
    if (!(animation.timeline instanceof DocumentTimeline)) continue
    if (Number.isFinite(animation.effect.getComputedTiming().endTime)) {
      animation.finish()
      continue
    }
    const { currentTime, playState } = animation
    animation.cancel()
    undo.push(() => {
      // Before too: without a time one that goes backwards and has no end cannot begin.
      animation.currentTime = currentTime
      if (playState === 'paused') animation.pause()
      else animation.play()
      animation.currentTime = currentTime
    })
  }`

/**
 * All stand at one time. Of the way there and back the page hears nothing: events of the time between are held up, afterwards only
 * those of a start, and of an end that had been before.
 */
const frozen = `
  const over = []
  let isBack = false
  const kinds = ['animation', 'transition'].flatMap((kind) => ['run', 'start', 'iteration', 'end', 'cancel'].map((what) => kind + what))
  const hush = (event) => {
    const wasOver = over.some(({ target, name }) => target === event.target && name === (event.animationName ?? event.propertyName))
    if (!isBack || wasOver || /(run|start|iteration)$/.test(event.type)) event.stopImmediatePropagation()
  }
  const stood = roots.flatMap((root) => root.getAnimations()).filter(({ effect, timeline, playbackRate }) =>
    effect && playbackRate !== 0 && timeline instanceof DocumentTimeline)
  const pictures = every('svg').filter((svg) => !svg.ownerSVGElement)
  if (stood.length > 0) for (const kind of kinds) addEventListener(kind, hush, true)
  for (const animation of stood) {
    const { currentTime, playState, effect } = animation
    if (playState === 'finished')
      over.push({ target: effect.target, name: animation.animationName ?? animation.transitionProperty })
    animation.pause()
    animation.currentTime = animations.at
    undo.push(() => {
      animation.currentTime = currentTime
      if (playState !== 'paused') animation.play()
      animation.currentTime = currentTime
    })
  }
  if (stood.length > 0) undo.unshift(() => {
    isBack = true
    // Events of the way back come with the next frame or the one after.
    const stop = () => { for (const kind of kinds) removeEventListener(kind, hush, true) }
    requestAnimationFrame(() => requestAnimationFrame(stop))
  })
  for (const svg of pictures) {
    const [time, wasPaused] = [svg.getCurrentTime(), svg.animationsPaused()]
    svg.pauseAnimations()
    svg.setCurrentTime(animations.at / 1000)
    undo.push(() => {
      svg.setCurrentTime(time)
      if (!wasPaused) svg.unpauseAnimations()
    })
  }`

/** What is asked for once goes on loading when it is lazy again. */
const eager = `
  for (const element of every('img[loading=lazy i], iframe[loading=lazy i]')) {
    element.loading = 'eager'
    undo.push(() => { element.loading = 'lazy' })
  }`

const sought = `
  const event = (target, ...names) => new Promise((done) => {
    for (const name of names) target.addEventListener(name, done, { once: true })
  })
  for (const element of every('video')) {
    const showsPoster = element.poster && element.paused && !element.autoplay && element.played.length === 0
    const isLoading = () => !element.error && element.networkState === HTMLMediaElement.NETWORK_LOADING
    if (showsPoster || (element.readyState === 0 && !isLoading())) continue
    while (element.readyState === 0 && isLoading()) await event(element, 'loadedmetadata', 'error', 'emptied', 'suspend')
    if (isUndone) return { changed: false }
    if (element.readyState === 0) continue
    const time = Math.min(video / 1000, element.duration)
    const { currentTime, paused } = element
    element.pause()
    undo.push(() => {
      element.currentTime = currentTime
      if (!paused) element.play().catch(() => {})
    })
    if (Math.abs(element.currentTime - time) > 1e-6 || element.seeking) {
      const there = event(element, 'seeked', 'error', 'emptied')
      element.currentTime = time
      await there
    }
    while (element.readyState < 2 && !element.error) await event(element, 'loadeddata', 'canplay', 'error', 'emptied')
    if (!element.error && Math.abs(element.currentTime - time) > 1e-3)
      return { changed: true, refused: 'the video ' + (element.currentSrc || element.src) + ' cannot be sought to ' + video
        + ' ms: its server does not answer ranges' }
  }`
