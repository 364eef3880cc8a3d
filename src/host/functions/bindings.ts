import type { BindingTopic } from '../../protocol/bindings.js'
import { collectGarbage } from '../../protocol/garbage.js'
import type { Offered } from '../../protocol/wire.js'
import type { PageContext } from './context.js'

const defaultDeadline = 10_000

export function bindingFunctions({ page, rpc }: PageContext): Offered<BindingTopic> {
  const deadline = (id: number) => page(id).options.timeout ?? defaultDeadline
  return {
    'binding.set': (id, entry) => {
      const { renderers } = page(id)
      const bindings = renderers.of(id)
      bindings.listener = (message) => rpc.send('binding.message', id, message)
      return bindings.set(entry, deadline(id))
    },
    'binding.remove': (id, binding) => page(id).renderers.of(id).remove(binding, deadline(id)),
    'binding.stats': (id, collect) => {
      if (collect) collectGarbage()
      return { renderers: page(id).renderers.of(id).processes(), heap: process.memoryUsage().heapUsed }
    },
    'binding.send': (id, message) => page(id).renderers.send(id, message),
  }
}
