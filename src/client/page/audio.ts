import type { PageEvent } from '../../protocol/events.js'
import { Audio, type AudioPacket } from '../facts/audio.js'
import type { PageEvents } from '../page-story.js'
import { PageFacts } from './facts.js'

/** What a page tells of its sound. */
export interface AudioEvents {
  /** Sound began. */
  audiostarted: [stream: { channels: number; sampleRate: number }]
  /** What was played, some 20 milliseconds at a time. */
  audio: [packet: AudioPacket]
  /** There was no sound for about two seconds. */
  audiostopped: []
}

/** What a page plays. */
export abstract class PageAudio extends PageFacts {
  /** What the page plays: no device is needed, and nobody hears it. */
  readonly audio: Audio = new Audio(this)

  /** @internal */
  protected override heard(event: PageEvent): void {
    switch (event.type) {
      case 'audiostarted': {
        const { channels, sampleRate } = event
        this.audio.started(channels, sampleRate)
        this.story.events.emit('audiostarted', { channels, sampleRate })
        break
      }
      case 'audio':
        this.story.events.emit('audio', this.audio.played(event.channels, event.pts))
        break
      case 'audiostopped':
        this.audio.stopped()
        this.story.events.emit('audiostopped')
        break
      default:
        super.heard(event)
    }
  }

  /** @internal Sound is much: the Host sends it when somebody listens. */
  protected override listens(event: keyof PageEvents): void {
    super.listens(event)
    if (event === 'audio') this.audio.report().catch(() => {})
  }
}
