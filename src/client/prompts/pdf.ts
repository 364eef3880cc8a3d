import type { Protocol } from 'devtools-protocol'
import { badArgument } from '../failure.js'
import { flag, type OptionRule, type OptionSchema, objectOf, text } from '../options.js'

/** A length: a number of CSS pixels, or a text with its unit, as `2cm`. Units are `px`, `in`, `cm` and `mm`. */
export type Length = number | string

/** How a page is printed. */
export interface PdfOptions {
  /** File to write it to. Default: none. */
  path?: string
  /** Default `Letter`. `width` and `height` go before it. */
  format?: 'Letter' | 'Legal' | 'Tabloid' | 'A3' | 'A4' | 'A5' | 'A6'
  width?: Length
  height?: Length
  /** Default false. */
  landscape?: boolean
  /** Default: none. */
  margin?: { top?: Length; right?: Length; bottom?: Length; left?: Length }
  /** Default false. */
  printBackground?: boolean
  /** Whether a size that the document's `@page` gives goes before all others. Default false. */
  preferCSSPageSize?: boolean
  /** As `1-3, 5`. Default: all. */
  pageRanges?: string
  /** 0.1 to 2. Default 1. */
  scale?: number
}

/** Inches. */
const formats: Record<NonNullable<PdfOptions['format']>, [width: number, height: number]> = {
  Letter: [8.5, 11],
  Legal: [8.5, 14],
  Tabloid: [11, 17],
  A3: [11.7, 16.54],
  A4: [8.27, 11.7],
  A5: [5.83, 8.27],
  A6: [4.13, 5.83],
}

/** How many make an inch. */
const units: Record<string, number> = { px: 96, in: 1, cm: 2.54, mm: 25.4 }

const length: OptionRule = {
  give: 'a number of CSS pixels, or a text with a unit: px, in, cm or mm',
  accepts: (value) => inches(value) !== undefined,
}

export const pdfSchema: OptionSchema<PdfOptions> = {
  path: text,
  format: {
    give: `one of ${Object.keys(formats).join(', ')}`,
    accepts: (value) => typeof value === 'string' && Object.hasOwn(formats, value),
  },
  width: length,
  height: length,
  landscape: flag,
  margin: objectOf(
    { top: length, right: length, bottom: length, left: length },
    '{ top, right, bottom, left }, each a length',
  ),
  printBackground: flag,
  preferCSSPageSize: flag,
  pageRanges: text,
  scale: {
    give: 'a number from 0.1 to 2',
    accepts: (value) => typeof value === 'number' && value >= 0.1 && value <= 2,
  },
}

/** In the protocol's words. @throws BAD_ARGUMENT */
export function printParameters(options: PdfOptions): Protocol.Page.PrintToPDFRequest {
  const { format = 'Letter', width, height, margin = {}, path: _, ...rest } = options
  if ((width === undefined) !== (height === undefined))
    throw badArgument('of width and height only one is given', 'Give both, or a format')
  const [formatWidth, formatHeight] = formats[format]
  const side = (value: Length | undefined) => inches(value) ?? 0
  return {
    ...rest,
    paperWidth: inches(width) ?? formatWidth,
    paperHeight: inches(height) ?? formatHeight,
    marginTop: side(margin.top),
    marginRight: side(margin.right),
    marginBottom: side(margin.bottom),
    marginLeft: side(margin.left),
  }
}

function inches(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value / units.px! : undefined
  const [, number, unit] = /^(\d*\.?\d+)(px|in|cm|mm)$/.exec(String(value)) ?? []
  return unit === undefined ? undefined : Number(number) / units[unit]!
}
