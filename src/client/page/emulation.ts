import type { EmulateOptions } from '../../protocol/emulation.js'
import { type Appearance, appearanceKey } from '../appearance.js'
import { Clock } from '../emulation/clock.js'
import { emulateSchema } from '../emulation/options.js'
import { badArgument, kindOf, run } from '../failure.js'
import { checkOptions } from '../options.js'
import { PageInput } from './input.js'

/** What a page believes of its user, device and network. */
export abstract class PageEmulationLayer extends PageInput {
  /** The time of the page's scripts. */
  readonly clock: Clock = new Clock(this)
  #colorScheme: EmulateOptions['colorScheme'] = this.options.colorScheme ?? null

  /**
   * Changes what is given, in every document, iframe and worker there is and comes; `null` takes it back.
   * @throws BAD_ARGUMENT, UNKNOWN_OPTION; CDP_FAILED when Chromium refuses a value
   */
  emulate(options: EmulateOptions): Promise<void> {
    return run('page.emulate', async () => {
      checkOptions('page.emulate()', emulateSchema, options)
      if (typeof options !== 'object' || options === null)
        throw badArgument(`the options are ${kindOf(options)}`, 'Give an object, as { colorScheme: "dark" }')
      this.rescaled(await this.call('page.emulate', options))
      if (options.colorScheme !== undefined) this.#colorScheme = options.colorScheme
    })
  }

  /** @internal */
  async [appearanceKey]({ colorScheme, viewport }: Appearance): Promise<Appearance> {
    const before: Appearance = {
      ...(colorScheme === undefined ? {} : { colorScheme: this.#colorScheme ?? null }),
      ...(viewport === undefined ? {} : { viewport: this.viewport }),
    }
    if (colorScheme !== undefined) await this.emulate({ colorScheme })
    if (viewport !== undefined) await this.resize(viewport)
    return before
  }
}
