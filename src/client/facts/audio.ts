import { badArgument, kindOf, run } from '../failure.js'
import type { PageCore } from '../page/core.js'
import { AudioRecording } from './recording.js'

/** A piece of what a page plays. */
export interface AudioPacket {
  /** Samples between -1 and 1, of each channel as many. */
  channels: Float32Array[]
  /** Samples per channel. */
  frames: number
  /** Samples per second and channel. */
  sampleRate: number
  /** When it was played, in milliseconds; only differences mean something. */
  pts: number
}

/** What a page plays. CEF begins to listen when there is sound, so that the first tenths of a second may be missed. */
export class Audio {
  readonly #page: PageCore
  readonly #recordings = new Set<AudioRecording>()
  #stream: { channels: number; sampleRate: number } | undefined
  #isPlaying = false
  #isMuted = false
  #reporting: Promise<void> | undefined

  /** @internal */
  constructor(page: PageCore) {
    this.#page = page
  }

  /** Whether there is sound; it counts as over when there was none for about two seconds. */
  get playing(): boolean {
    return this.#isPlaying
  }

  /** Channels of the last sound; 0 when there was none. */
  get channels(): number {
    return this.#stream?.channels ?? 0
  }

  /** Samples per second and channel of the last sound; 0 when there was none. */
  get sampleRate(): number {
    return this.#stream?.sampleRate ?? 0
  }

  /** Whether the page was muted by {@link mute}. */
  get muted(): boolean {
    return this.#isMuted
  }

  /** Mutes the page as the user of a browser can, or takes that back. What is recorded is recorded all the same. */
  mute(muted = true): Promise<void> {
    return run('audio.mute', async () => {
      if (typeof muted !== 'boolean')
        throw badArgument(`what is given is ${kindOf(muted)}`, 'Give true or false')
      await this.#page.call('audio.mute', muted)
      this.#isMuted = muted
    })
  }

  /** Records what the page plays from now on, until `stop()` of what is answered. */
  record(): Promise<AudioRecording> {
    return run('audio.record', async () => {
      await this.report()
      const recording = new AudioRecording((done) => this.#recordings.delete(done))
      this.#recordings.add(recording)
      return recording
    })
  }

  /** @internal The recording that was begun first, of those that go on. */
  get recording(): AudioRecording | undefined {
    const [first] = this.#recordings
    return first
  }

  /** @internal Has the Host send what is played. */
  report(): Promise<void> {
    this.#reporting ??= this.#page.call('audio.report')
    return this.#reporting
  }

  /** @internal */
  started(channels: number, sampleRate: number): void {
    this.#stream = { channels, sampleRate }
    this.#isPlaying = true
  }

  /** @internal */
  played(channels: Float32Array[], pts: number): AudioPacket {
    const packet = { channels, frames: channels[0]?.length ?? 0, sampleRate: this.sampleRate, pts }
    for (const recording of this.#recordings) recording.add(packet)
    return packet
  }

  /** @internal */
  stopped(): void {
    this.#isPlaying = false
  }
}
