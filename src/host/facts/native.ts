/** What CEF tells of a page's surroundings. */
export type NativeFact =
  | { type: 'fact'; name: 'tooltip' | 'status' | 'selection' | 'favicons'; text: string }
  | { type: 'scrolled'; x: number; y: number }
  | { type: 'progress'; progress: number }

/** What a page plays. */
export type NativeAudio =
  | { type: 'audiostarted'; channels: number; sampleRate: number }
  /** 32-bit floats, one channel after the other; `pts` counts milliseconds. */
  | { type: 'audio'; frames: number; pts: number; samples: Uint8Array }
  | { type: 'audiostopped' }

/** What the addon does about audio. */
export interface AudioAddon {
  reportAudio(page: number, report: boolean): void
  muteAudio(page: number, muted: boolean): void
}
