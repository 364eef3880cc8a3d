import type { BootOptions } from './options.js'

/** What the launcher hands to a new Host process, as JSON in the environment variable `CEFRIG_HOST`. */
export interface HostConfig {
  /** Directory of mode 0700 that belongs to this Host alone: socket, log, cache, frames. Removed when the Host is gone. */
  directory: string
  /** Secret that a client must send first. */
  token: string
  /** Directory of the unpacked CEF. */
  cefDirectory: string
  boot: BootOptions
  /** Process whose end is the Host's end, with its start time from /proc (a pid may be used again). */
  owner: { pid: number; startTime: string }
}

/** Written as `host.json` into the Host's directory (atomically) once it accepts connections. */
export interface HostAddress {
  pid: number
  socket: string
  token: string
  cefVersion: string
  chromiumVersion: string
}

/** One line of JSON on the new Host's stdout: it is ready, or why it is not. */
export type HostGreeting = { ready: HostAddress } | { failed: { code: string; message: string } }
