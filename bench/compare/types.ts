/** One line of the table. */
export interface Row {
  name: string
  unit: 'ms' | 's' | 'MB'
  /** Medians by subject; a subject that does not do this is missing. */
  values: Record<string, number>
  /** What cefrig must be, at most: a figure, or a share of another subject's. */
  goal?: { limit?: number; of?: { subject: string; ratio: number } }
}
