import type { GoldenEnvironment } from '../../golden/environment.js'
import type { PageEvent } from '../../protocol/events.js'
import type { Viewport } from '../../protocol/options.js'
import type { Capture } from '../../protocol/page.js'
import {
  type CaptureOptions,
  captureKey,
  capturePage,
  type Pixels,
  screenshotOf,
  takePixels,
} from '../capture.js'
import { badArgument, run } from '../failure.js'
import {
  type PageScreenshotOptions,
  type PixelsOptions,
  pageScreenshotSchema,
  pixelsSchema,
} from '../method-options.js'
import { checkOptions, show, viewportRule } from '../options.js'
import type { PageEvents } from '../page-story.js'
import { Rendering } from '../rendering.js'
import { PageDocuments } from './documents.js'

/** What goldens find on a page: in which environment its pixels are made. */
const environmentKey = Symbol.for('cefrig.environment')

interface Extent {
  width: number
  height: number
}

export interface PaintEvents {
  paint: [paint: Extent & { dirty: readonly (Extent & { x: number; y: number })[]; popup: boolean }]
}

/** What a page looks like, and how it is painted. */
export abstract class PagePictures extends PageDocuments {
  readonly rendering: Rendering = new Rendering(this)
  readonly [environmentKey]: GoldenEnvironment = {
    ...this.connection.info.fingerprint,
    scale: this.lease.deviceScaleFactor,
  }
  #reportsPaints = false

  /** The present state of the page as pixels. @throws CAPTURE_TIMEOUT */
  pixels(options?: PixelsOptions): Promise<Pixels> {
    return run('page.pixels', async () => {
      checkOptions('page.pixels()', pixelsSchema, options)
      return takePixels(await capturePage(this, { caret: 'hide', ...options, store: true }))
    })
  }

  /** The present state of the page as a PNG. @throws CAPTURE_TIMEOUT */
  screenshot(options?: PageScreenshotOptions): Promise<Buffer> {
    return run('page.screenshot', () => {
      checkOptions('page.screenshot()', pageScreenshotSchema, options)
      return screenshotOf((capture) => capturePage(this, capture), options)
    })
  }

  /** Another size of the viewport, in CSS pixels. */
  resize(viewport: Viewport): Promise<void> {
    return run('page.resize', async () => {
      if (!viewportRule.accepts(viewport))
        throw badArgument(`the viewport is ${show(viewport)}`, `Give ${viewportRule.give}`)
      const { width, height } = viewport
      await this.call('page.resize', { width, height })
      this.resized({ width, height })
    })
  }

  /** @internal The Host paints it with other device pixels per CSS pixel. */
  protected rescaled(scale: number): void {
    this[environmentKey].scale = scale
  }

  /** @internal */
  [captureKey](options: CaptureOptions): Promise<Capture> {
    return run('page.capture', () => capturePage(this, options))
  }

  /** @internal */
  protected override heard(event: PageEvent): void {
    if (event.type === 'paint') {
      const { width, height, popup, dirty } = event
      this.story.events.emit('paint', { width, height, popup, dirty: dirty.map((part) => ({ ...part })) })
    } else super.heard(event)
  }

  /** @internal Paints are many: the Host tells of them when somebody listens. */
  protected override listens(event: keyof PageEvents): void {
    super.listens(event)
    if (event !== 'paint' || this.#reportsPaints) return
    this.#reportsPaints = true
    this.call('page.reportPaints').catch(() => {})
  }
}
