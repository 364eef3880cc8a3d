import type { Kind } from '../kind.ts'
import { canvas, webgl, workerCanvas } from './canvas.ts'
import { first, fresh, navigation } from './documents.ts'
import { dom } from './dom.ts'
import { font } from './font.ts'
import { layers, resize, scroll } from './geometry.ts'
import { iframe, oopif } from './iframe.ts'
import { background, image } from './image.ts'
import { patchedFrames } from './script.ts'
import { popup } from './widget.ts'

/** All kinds, by name. */
export const kinds: ReadonlyMap<string, Kind> = new Map(
  [
    dom,
    canvas,
    workerCanvas,
    webgl,
    image,
    background,
    font,
    layers,
    scroll,
    resize,
    iframe,
    oopif,
    popup,
    navigation,
    fresh,
    first,
    patchedFrames,
  ].map((kind) => [kind.name, kind]),
)
