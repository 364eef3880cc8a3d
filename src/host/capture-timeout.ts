import { CefrigError } from '../errors.js'
import type { Viewport } from '../protocol/options.js'
import type { Pending, Readiness } from '../protocol/ready.js'
import { before } from './deadline.js'
import { evaluateInternal, unlessGone } from './evaluate.js'
import type { PaintSource } from './fence.js'
import type { Frames } from './frames.js'
import { type Kind, kinds, type Loading } from './loading.js'
import { type DocumentState, documentState } from './page-scripts.js'

/** Something that a capture waits for, and what exactly. */
export interface Unmet {
  name: Pending
  words: string
}

/** What is asked why a capture is late. */
export interface LateParts {
  frames: Frames
  paints: PaintSource
  loading: Loading
  /** Documents that no fence has seen. */
  fresh: number
  /** What the browser asks meanwhile, which stops the page: as `a dialog is open`. */
  asking: string | undefined
  /** Milliseconds that the capture was given. */
  timeout: number
  ready: Readiness
  /** What was found pending already. */
  unmet: Promise<readonly Unmet[]>
}

/** Milliseconds in which the page may say what it waits for. */
const patience = 1000

/** Most of one kind that are named. */
const named = 3

/** CAPTURE_TIMEOUT, with everything that was pending. */
export async function lateError(parts: LateParts): Promise<CefrigError> {
  const { frames, paints, loading, fresh, timeout, ready } = parts
  const paint = { ...paints.state(), expected: paints.expected() }
  const underWay = loading.pending(kinds)
  const [state, more] = await Promise.all([stateOf(frames), parts.unmet])
  const unmet = [...(state ? ofDocument(state, loading, ready) : []), ...more]
  const reasons = unmet.map(({ words }) => words)
  if (!state)
    reasons.unshift(`the page does not answer: ${parts.asking ?? 'a script may be running without end'}`)
  const ticks = state !== undefined && (await paints.areTicking())
  if (state && !ticks) reasons.push('the browser produces no frames of it')
  if (reasons.length === 0) reasons.push(unpainted(paint))
  const message = `page.capture() failed: the page did not settle within ${timeout} ms: ${reasons.join('; ')}. Wait for these before the capture, or raise its timeout.`
  const pending = [...new Set(unmet.map(({ name }) => name))]
  return new CefrigError('CAPTURE_TIMEOUT', message, {
    facts: { timeout, url: frames.main.url, pending, ...state, loading: underWay, paint, ticks, fresh },
  })
}

/** When nothing of the page is pending. */
function unpainted({ width, height, expected }: Viewport & { expected: Viewport }): string {
  if (width === expected.width && height === expected.height)
    return 'nothing is pending any more, but it was not drawn yet'
  return `the last paint is ${width}×${height} and none of ${expected.width}×${expected.height} came`
}

/** What the page's documents still lack that the fence waits for; undefined when the page does not answer. */
export async function pendingNow(
  frames: Frames,
  loading: Loading,
  ready: Readiness,
): Promise<Unmet[] | undefined> {
  const state = await stateOf(frames)
  return state && ofDocument(state, loading, ready)
}

/** Of the page's document, with what is pending in those of its iframes. */
async function stateOf(frames: Frames): Promise<DocumentState | undefined> {
  const asked = frames.documents.map((frame) => {
    const answer = unlessGone(evaluateInternal<DocumentState>(frame, documentState))
    return before(answer, patience, () => new CefrigError('TIMEOUT', '')).catch(() => undefined)
  })
  const states = await Promise.all(asked)
  const main = states[frames.documents.indexOf(frames.main)]
  if (!main) return
  const known = states.filter((state) => state !== undefined)
  return {
    document: known.find(({ document }) => document !== 'complete')?.document ?? 'complete',
    fonts: known.find(({ fonts }) => fonts !== 'loaded')?.fonts ?? 'loaded',
    images: known.flatMap(({ images }) => images),
    videos: known.flatMap(({ videos }) => videos),
  }
}

/** What the document, and what it has asked for, still lacks of what it is to be. */
function ofDocument(state: DocumentState, loading: Loading, ready: Readiness): Unmet[] {
  const { load = true, fonts = true, images = true, stylesheets = true, frames = true, video } = ready
  const urls = (kind: Kind) => loading.pending([kind])
  const pictures = [...new Set([...state.images, ...urls('images')])]
  const found: [Pending, boolean, string][] = [
    ['load', load && state.document !== 'complete', `the document is still ${state.document}`],
    [
      'fonts',
      fonts && (state.fonts !== 'loaded' || urls('fonts').length > 0),
      `fonts are loading${listed(urls('fonts'))}`,
    ],
    ['images', images !== false && pictures.length > 0, `images are loading${listed(pictures)}`],
    [
      'stylesheets',
      stylesheets && urls('stylesheets').length > 0,
      `style sheets are loading${listed(urls('stylesheets'))}`,
    ],
    ['frames', frames && urls('frames').length > 0, `iframes are loading${listed(urls('frames'))}`],
    [
      'video',
      video !== undefined && state.videos.length > 0,
      `videos are not at ${video} ms yet${listed(state.videos)}`,
    ],
  ]
  return found.filter(([, isPending]) => isPending).map(([name, , words]) => ({ name, words }))
}

/** As `: a, b, c and 2 more`. */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return ''
  const more = names.length - named
  return `: ${names.slice(0, named).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
