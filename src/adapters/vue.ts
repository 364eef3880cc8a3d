import {
  type Component,
  createApp,
  h,
  isRuntimeOnly,
  isVNode,
  nextTick,
  onBeforeUpdate,
  reactive,
  type Slots,
  shallowRef,
  type VNode,
} from 'vue'
import { type Adapter, type Content, Nested, replaceIn, type SlotContent } from './adapter.js'
import type { Args, Story, StoryContext } from './story.js'

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
  story(story) {
    return {
      inheritAttrs: false,
      setup(_: object, { attrs, slots }: { attrs: Args; slots: Slots }) {
        const args: Args = reactive(story.argsWith(attrs))
        onBeforeUpdate(() => void Object.assign(args, story.argsWith(attrs)))
        const shown = decorated(story, slots)(story.contextWith(args))
        return () => h(shown)
      },
    }
  },
}

export default vue

type Show = (context: StoryContext) => Component

/** Decorators give components that have the inner one by the name `story`. */
function decorated(whole: Story, slots: Slots): Show {
  const { component, render, decorators } = whole
  const innermost: Show = (context) =>
    render ? componentOf(render(context.args, context)) : () => h(component as Component, context.args, slots)
  return decorators.reduce<Show>(
    (inner, decorator) => (context) => {
      let story: Component | undefined
      const given = decorator((update) => {
        // Another one would be made anew in every rendering that calls it.
        if (story && !update) return story
        story = inner(whole.updated(context, { ...update, args: Object.assign(context.args, update?.args) }))
        return story
      }, context)
      story ??= inner(context)
      if (given === story) return story
      const outer = componentOf(given)
      const options = typeof outer === 'function' ? { render: outer } : outer
      const components = { ...(options as { components?: object }).components, story: () => h(story!) }
      return { ...options, components } as Component
    },
    innermost,
  )
}

function componentOf(given: unknown): Component {
  if (isVNode(given)) return () => given
  const { template } = given as { template?: unknown }
  if (typeof template === 'string' && isRuntimeOnly())
    throw new Error(
      "A story has a `template`, which this build of Vue cannot compile. Alias vue in the configuration: resolve: { alias: { vue: 'vue/dist/vue.esm-bundler.js' } }.",
    )
  return given as Component
}

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
