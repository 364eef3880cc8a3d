export interface Line {
  name: string
  count: number
  cents: number
}

/** What a line of an order costs, in cents. */
export function priceOf(line: Line): number {
  if (!Number.isInteger(line.count) || line.count < 1) {
    throw new RangeError(`${line.name}: ${line.count} is no number of pieces`)
  }
  return line.count * line.cents
}

/** What an order costs, in cents. */
export function totalOf(lines: readonly Line[]): number {
  return lines.reduce((sum, line) => sum + priceOf(line), 0)
}
