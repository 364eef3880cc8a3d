import type { ReportImage } from '../data.js'
import type { RegionRecord } from '../run.js'
import { element } from './element.js'

/** Pictures on top of each other, top left corners together, as large as the largest. */
export interface Paper {
  element: HTMLElement
  /** Moves the mark of the pixel that is read; null: none. */
  mark(pixel: { x: number; y: number } | null): void
}

/** All lengths are multiples of `--scale`, so that a zoom is one property of the stage. */
function place(made: HTMLElement, box: { x?: number; y?: number; width: number; height: number }): void {
  made.style.setProperty('--x', String(box.x ?? 0))
  made.style.setProperty('--y', String(box.y ?? 0))
  made.style.setProperty('--w', String(box.width))
  made.style.setProperty('--h', String(box.height))
}

/** An image at its place on a paper. */
export function layer(image: ReportImage, alt: string): HTMLImageElement {
  const made = element('img', { class: 'layer', alt, decoding: 'async', draggable: false, src: image.src })
  place(made, image)
  made.onerror = () => {
    made.replaceWith(element('p', { class: 'broken' }, `${image.src} cannot be shown.`))
  }
  return made
}

/** @param content - What lies on it; default: layers of the images. */
export function paperOf(
  images: readonly ReportImage[],
  regions: readonly RegionRecord[],
  content: readonly HTMLElement[],
): Paper {
  const size = {
    width: Math.max(...images.map(({ width }) => width)),
    height: Math.max(...images.map(({ height }) => height)),
  }
  const cross = element('div', { class: 'cross', hidden: true })
  const boxes = regions.map((region, index) => {
    const box = element('div', { class: 'region', 'data-region': String(index) })
    place(box, region)
    return box
  })
  const made = element('div', { class: 'paper' }, ...content, ...boxes, cross)
  place(made, size)
  return {
    element: made,
    mark(pixel) {
      cross.hidden = pixel === null
      if (pixel) place(cross, { ...pixel, width: 1, height: 1 })
    },
  }
}
