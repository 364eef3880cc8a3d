import type { NativeEvent } from '../addon.js'
import type { HostPage } from '../page.js'

/** What a page plays, told to its owner. */
export function tellAudio(page: HostPage, event: NativeEvent): void {
  switch (event.type) {
    case 'audiostarted': {
      const { channels, sampleRate } = event
      page.emit({ type: 'audiostarted', channels, sampleRate })
      break
    }
    case 'audio':
      page.emit({ type: 'audio', channels: planes(event.samples, event.frames), pts: event.pts })
      break
    case 'audiostopped':
      page.emit({ type: 'audiostopped' })
  }
}

/** Bytes of one channel after the other as numbers. */
function planes(bytes: Uint8Array, frames: number): Float32Array[] {
  // A copy begins where floats may begin.
  const samples = new Float32Array(Uint8Array.from(bytes).buffer)
  return Array.from({ length: frames > 0 ? samples.length / frames : 0 }, (_, channel) =>
    samples.slice(channel * frames, (channel + 1) * frames),
  )
}
