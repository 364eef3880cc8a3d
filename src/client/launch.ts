import { threadId } from 'node:worker_threads'
import type { HostAddress } from '../protocol/boot.js'
import type { BootOptions, PageOptions } from '../protocol/options.js'
import { Cef } from './cef.js'
import { Connection, sharedConnection } from './connection.js'
import { run } from './failure.js'
import { ensureHost, stopHost } from './host-process.js'
import { bootSchema, checkOptions, type OptionSchema, pageSchema } from './options.js'

/** What CEF is booted with, and defaults of its pages. */
export interface LaunchOptions extends BootOptions, PageOptions {}

/** @internal */
export const launchSchema: OptionSchema<LaunchOptions> = { ...bootSchema, ...pageSchema }

let launches = 0

/**
 * Starts CEF in a process of its own, which belongs to this process and ends with it.
 * @throws NOT_INSTALLED, UNSUPPORTED_PLATFORM, HOST_FAILED, UNKNOWN_OPTION, BAD_ARGUMENT
 * @example
 * await using cef = await launch()
 * await using page = await cef.newPage()
 * await page.goto('data:text/html,<h1>Hello')
 */
export function launch(options: LaunchOptions = {}): Promise<Cef> {
  return run('launch', async () => {
    checkOptions<LaunchOptions>('launch()', launchSchema, options)
    const boot = pick(options, bootSchema) as BootOptions
    const slot = `launch-${process.pid}-${threadId}-${++launches}`
    const address = await ensureHost({ slot, boot })
    try {
      const connection = await Connection.open(address)
      return new Cef(connection, pick(options, pageSchema) as PageOptions, () => stopHost(address))
    } catch (error) {
      await stopHost(address)
      throw error
    }
  })
}

/** Uses a Host that belongs to somebody else, as a runner's worker does. Closing it leaves the Host running. */
export async function attach(address: HostAddress, pageDefaults: PageOptions = {}): Promise<Cef> {
  return new Cef(await sharedConnection(address), pageDefaults)
}

function pick(options: object, schema: object): object {
  return Object.fromEntries(Object.entries(options).filter(([name]) => Object.hasOwn(schema, name)))
}
