import type { AudioPacket } from './audio.js'

/** Below this a sample counts as silence: about -80 dB. */
const silence = 0.0001

/** What a page has played, in memory: a minute of stereo is about 20 MB. */
export class AudioRecording {
  readonly #packets: AudioPacket[] = []
  readonly #ended: (recording: AudioRecording) => void

  /** @internal */
  constructor(ended: (recording: AudioRecording) => void) {
    this.#ended = ended
  }

  /** Samples per second and channel; 0 while nothing is recorded. */
  get sampleRate(): number {
    return this.#packets.at(-1)?.sampleRate ?? 0
  }

  /** The samples of each channel, between -1 and 1. */
  get channels(): Float32Array[] {
    const count = Math.max(0, ...this.#packets.map(({ channels }) => channels.length))
    return Array.from({ length: count }, (_, channel) =>
      joined(this.#packets.map(({ channels, frames }) => channels[channel] ?? new Float32Array(frames))),
    )
  }

  /** How long there was sound, in seconds, without silence before, between and after. */
  get seconds(): number {
    return this.#sounding.reduce((sum, { frames, sampleRate }) => sum + frames / sampleRate, 0)
  }

  /** The largest sample of all channels, 0 to 1. */
  get peak(): number {
    return this.#packets.reduce((most, packet) => Math.max(most, peakOf(packet)), 0)
  }

  /** How loud it is on average where there is sound: the root of the mean square of the first channel, 0 to 1. */
  get level(): number {
    const samples = this.#first
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0)
    return samples.length === 0 ? 0 : Math.sqrt(power / samples.length)
  }

  /** Hertz of a tone on the first channel, by how often it crosses zero; 0 when there is none. Of a mixture it says little. */
  get frequency(): number {
    return this.sampleRate * crossings(this.#first)
  }

  /** Records no more; again is no error. */
  stop(): this {
    this.#ended(this)
    return this
  }

  /** @internal */
  add(packet: AudioPacket): void {
    this.#packets.push(packet)
  }

  get #sounding(): AudioPacket[] {
    return this.#packets.filter((packet) => peakOf(packet) > silence)
  }

  /** Of the first channel, without silence. */
  get #first(): Float32Array {
    return joined(this.#sounding.map(({ channels }) => channels[0] ?? new Float32Array()))
  }
}

function peakOf({ channels }: AudioPacket): number {
  let most = 0
  for (const samples of channels) for (const sample of samples) most = Math.max(most, Math.abs(sample))
  return most
}

function joined(pieces: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}

/** How often a wave begins per sample: one over the median length of a wave, so that gaps do not count. */
function crossings(samples: Float32Array): number {
  const starts: number[] = []
  let wasBelow = false
  for (let index = 1; index < samples.length; index++) {
    const [before, now] = [samples[index - 1]!, samples[index]!]
    if (before < -silence) wasBelow = true
    if (before > 0 || now <= 0 || !wasBelow) continue
    wasBelow = false
    // Where the line between the two samples crosses zero.
    starts.push(index - now / (now - before))
  }
  const lengths = starts.slice(1).map((start, index) => start - starts[index]!)
  if (lengths.length === 0) return 0
  return 1 / lengths.sort((a, b) => a - b)[Math.floor(lengths.length / 2)]!
}
