import type { BindingTopic } from './bindings.js'
import type { ClockTopic, EmulationTopic } from './emulation.js'
import type { AudioTopic, FactTopic } from './facts.js'
import type { InputTopic } from './input.js'
import type { NetworkTopic } from './network.js'
import type { CaptureTopic, EvaluationTopic, NavigationTopic, PageTopic } from './page.js'
import type { PromptTopic } from './prompts.js'
import type { StorageTopic } from './storage.js'
import type { AccessibilityTopic, CoverageTopic, DevToolsTopic, TracingTopic } from './tools.js'

export interface HostInfo {
  pid: number
  cefVersion: string
  chromiumVersion: string
  /** Address of Chromium's remote debugging server on loopback; null when it is off. */
  devtoolsUrl: string | null
  /** What the pixels depend on besides the page; written into goldens. */
  fingerprint: Fingerprint
}

/** The environment in which pixels were made. */
export interface Fingerprint {
  cef: string
  platform: string
  arch: string
  /** Instruction-set level and maker, as `x86-64-v3 amd`: Skia picks code by CPU. */
  cpu: string
  /** Digest of the sealed font set, or `system`. */
  fonts: string
  /** Switches that change pixels and differ from the defaults, as one text. */
  switches: string
}

export interface SessionTopic {
  /** The first call on every connection; anything else before it ends the connection. */
  'host.hello'(token: string): HostInfo
}

/** What a client calls on its Host; every call answers with a promise. */
export interface HostFunctions
  extends SessionTopic,
    PageTopic,
    NavigationTopic,
    EvaluationTopic,
    InputTopic,
    EmulationTopic,
    ClockTopic,
    StorageTopic,
    CaptureTopic,
    NetworkTopic,
    DevToolsTopic,
    AccessibilityTopic,
    CoverageTopic,
    TracingTopic,
    FactTopic,
    AudioTopic,
    BindingTopic,
    PromptTopic {}
