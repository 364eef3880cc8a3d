import { readFileSync } from 'node:fs'

/** The lines around a place, with a mark below it; undefined when the file cannot be read. Line and column from 1. */
export function sourceFrame(file: string, line: number, column?: number): string | undefined {
  let lines: string[]
  try {
    lines = readFileSync(file, 'utf8').split('\n')
  } catch {
    return undefined
  }
  const first = Math.max(line - 3, 0)
  const width = String(line + 2).length
  return lines
    .slice(first, line + 2)
    .flatMap((text, index) => {
      const number = first + index + 1
      const shown = `${String(number).padStart(width)} | ${text}`
      if (number !== line) return [`  ${shown}`]
      const mark =
        column === undefined ? [] : [`  ${' '.repeat(width)} | ${' '.repeat(Math.max(column - 1, 0))}^`]
      return [`> ${shown}`, ...mark]
    })
    .join('\n')
}
