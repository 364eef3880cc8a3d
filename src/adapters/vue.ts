import { type Component, createApp, h, nextTick, shallowRef, type VNode } from 'vue'
import { type Adapter, type Content, Nested, replaceIn, type SlotContent } from './adapter.js'

/** Vue 3. Events are properties as Vue's own render functions have them: `onSave` for `save`. */
const vue: Adapter = {
  async mount({ component, root, setup, setupValue, ...content }) {
    const shown = shallowRef<Content>(content)
    let isRendering = true
    const failures: unknown[] = []
    const app = createApp({
      render() {
        const node = nodeOf(component, shown.value)
        return setup.wrapper
          ? h(setup.wrapper as Component, setupValue as Record<string, unknown>, { default: () => node })
          : node
      },
    })
    app.config.errorHandler = (error) => {
      if (isRendering) failures.push(error)
      else reportError(error)
    }
    await setup.app?.(app, setupValue)
    const settle = async (work: () => unknown) => {
      isRendering = true
      work()
      await nextTick()
      isRendering = false
      if (failures.length > 0) throw failures.splice(0)[0]
    }
    await settle(() => app.mount(root))
    return {
      update: (next) =>
        settle(() => {
          shown.value = next
        }),
      unmount: () => app.unmount(),
    }
  },
}

export default vue

function nodeOf(component: unknown, { props, slots }: Content): VNode {
  const inSlots = Object.entries(slots).map(([name, items]) => [name, () => items.map(contentOf)])
  return h(component as Component, replaceIn(props, nested), Object.fromEntries(inSlots))
}

function nested(value: Nested): VNode {
  return nodeOf(value.component, value)
}

function contentOf(item: SlotContent): VNode | string {
  return item instanceof Nested ? nested(item) : item
}
