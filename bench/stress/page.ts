/** What a request to a served origin gets. */
export interface Answer {
  headers?: Record<string, string>
  body: string | Uint8Array
}

export interface Taken {
  width: number
  height: number
  digest: string
  frame: number
  /** RGBA, when it was asked for. */
  bytes?: Uint8Array
}

/** A page, as the stress test drives it. */
export interface StressPage {
  goto(url: string, waitUntil?: 'load' | 'domcontentloaded' | 'commit'): Promise<void>
  reload(): Promise<void>
  back(): Promise<void>
  setContent(html: string): Promise<void>
  evaluate(expression: string): Promise<unknown>
  /** In the iframe whose URL begins so. */
  evaluateIn(url: string, expression: string): Promise<unknown>
  click(x: number, y: number): Promise<void>
  press(key: string): Promise<void>
  resize(width: number, height: number): Promise<void>
  capture(options?: { store?: boolean; immediate?: boolean }): Promise<Taken>
  /** The page as another path of the browser renders it: PNG. */
  oracle(): Promise<Buffer>
  close(): Promise<void>
}

export interface Browser {
  newPage(size: { width: number; height: number }): Promise<StressPage>
  close(): Promise<void>
}
