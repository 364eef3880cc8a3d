import { checkOptions } from '../options.js'
import type { Page } from '../page.js'
import type { Component } from './component.js'
import { runPlaced } from './failures.js'
import type { Mounting } from './mounting.js'
import { requireComponent } from './nested.js'
import { type MountOptions, mountSchema } from './options.js'
import type { AnyModule, NameAndProps, PropsOfAny } from './types.js'

/**
 * Mounts a component of the project in the test's page, by its module, counted from the test file, and the name of its export.
 * The page loads it from the project's own Vite, with its plugins; nothing listens to a port.
 *
 *     const component = await mount<typeof import('./Button')>('./Button', 'Button', { label: 'Save', onClick })
 *     await component.click()
 *     await component.update({ label: 'Saved' })
 *
 * The first one navigates the page; others come below it in the same document.
 * @throws MOUNT_FAILED when the module cannot be made or the component throws, with file and line; TIMEOUT, BAD_ARGUMENT,
 * UNKNOWN_OPTION, NOT_SERIALIZABLE
 */
export type Mount = <Module = AnyModule>(
  module: string,
  ...rest: NameAndProps<Module, MountOptions>
) => Promise<Component<PropsOfAny<Module>>>

/** The `mount()` of one test, whose page it is. */
export function makeMount(page: Page, testFile: string): Mount {
  let mounting: Promise<Mounting> | undefined
  return ((module: string, name: string, props: Record<string, unknown> = {}, options: MountOptions = {}) => {
    return runPlaced('mount', async () => {
      requireComponent(module, name, props)
      checkOptions('mount()', mountSchema, options)
      mounting ??= load(page, testFile)
      return (await mounting).mount({ module, name, props }, options)
    })
  }) as unknown as Mount
}

/** Most tests mount nothing. */
async function load(page: Page, testFile: string): Promise<Mounting> {
  const [{ Mounting }, { ModulesServer }] = await Promise.all([
    import('./mounting.js'),
    import('./modules-server.js'),
  ])
  return new Mounting(page, testFile, new ModulesServer())
}
