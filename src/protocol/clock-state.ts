/** Where a page's clock stands; the Host keeps it over documents. Times in milliseconds since 1970. */
export interface ClockState {
  time: number
  /** The real time at which the clock showed `time` and went on; null: it stands. */
  since: number | null
}
