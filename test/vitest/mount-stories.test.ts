import { afterEach, expect, test } from 'vitest'
import { Project } from './project.js'

let project: Project | undefined
afterEach(() => project?.remove())

/** Of failed tests in their order: the first line, and the place if one is named. */
function failures(output: string): string[][] {
  return output
    .split(/^ FAIL {2}/m)
    .slice(1)
    .map((part) => {
      const [title, head = ''] = part.split('\n')
      const place = /^(\/\S+:\d+:\d+)$/m.exec(part)?.[1]
      return [title!.replace(/^\S+ > /, ''), head, ...(place ? [place] : [])]
    })
}

const failed = (what: string) => `CefrigError: mount() failed: ${what}`

const config = (plugins: string, projects = '') => `
  ${plugins}
  import { cefrig } from 'cefrig/vitest/plugin'
  import { defineConfig } from 'vitest/config'
  export default defineConfig({
    plugins: [...plugins, cefrig()],
    test: { testTimeout: 60_000, expect: { poll: { timeout: 30_000 } }, maxWorkers: 1, ${projects} },
  })
`

const reactFiles = {
  'vitest.config.js': config('const plugins = []'),
  'cefrig.mount.tsx': `
    import { createContext } from 'react'
    export const preview = {
      args: { size: 'small' },
      initialGlobals: { locale: 'de' },
      parameters: { layout: { wide: true, high: false } },
      decorators: [(Story, { globals, parameters }) => <main lang={globals.locale} className={JSON.stringify(parameters.layout)}><Story /></main>],
      beforeEach: () => { document.title = 'prepared'; return () => { document.title = 'cleaned' } },
    }
    export const wrapper = ({ children }) => <section>{children}</section>
  `,
  'src/Button.tsx': `
    import { useState } from 'react'
    export function Button({ label, size, icon, children, onPress }: { label: string; size?: string; icon?: any; children?: any; onPress?: (n: number) => void }) {
      const [count, setCount] = useState(0)
      return <button className={size} onClick={() => { setCount(count + 1); onPress?.(count + 1) }}>{icon}{label} {count}{children}</button>
    }
  `,
  'src/Button.stories.tsx': `
    import type { Meta, StoryObj } from '@storybook/react'
    import { useState } from 'react'
    import { expect, fn, within } from 'storybook/test'
    import { Button } from './Button'

    const meta: Meta<typeof Button> = {
      title: 'Parts/Button',
      component: Button,
      args: { label: 'meta', onPress: fn() },
      argTypes: { icon: { mapping: { star: <i>*</i> } } },
      parameters: { layout: { high: true } },
      decorators: [(Story) => { const [name] = useState('meta'); return <div className={name}><Story /></div> }],
      excludeStories: ['helper'],
    }
    export default meta
    type Story = StoryObj<typeof meta>
    export const helper = () => null
    export const Primary: Story = {}
    export const Mapped: Story = { args: { icon: 'star' } }
    export const Decorated: Story = {
      args: { label: 'own' },
      decorators: [
        (Story, { args }) => <p>{args.label}<Story /></p>,
        (Story, { args }) => Story({ args: { ...args, label: 'given', size: 'large' } }),
      ],
      globals: { locale: 'en' },
    }
    export const Rendered: Story = { render: (args, { id, name }) => <>{id} {name} <Button {...args} /></> }
    export const Old = (args: { label: string }) => <b>{args.label}</b>
    Old.args = { label: 'old' }
    export const Loaded: Story = {
      loaders: [async ({ args }) => ({ text: \`loaded \${args.label}\` })],
      render: (args, { loaded }) => <em>{loaded.text}</em>,
    }
    export const Played: Story = {
      async play({ args, canvas, canvasElement, step, userEvent }) {
        await step('press', async () => {
          await userEvent.click(canvas.getByRole('button'))
          await userEvent.click(within(canvasElement).getByRole('button'))
        })
        await expect(canvas.getByRole('button')).toHaveTextContent('meta 2')
        if ('mock' in args.onPress!) await expect(args.onPress).toHaveBeenCalledTimes(2)
      },
    }
    export const MountsItself: Story = {
      async play({ mount, args }) {
        document.body.dataset.before = document.querySelectorAll('button').length + args.label
        const canvas = await mount()
        canvas.getByRole('button').click()
      },
    }
    export const Fails: Story = {
      play: async ({ canvas }) => {
        await expect(canvas.getByRole('button')).toBeInTheDocument()
        throw new RangeError('not so')
      },
    }
    export const Breaks: Story = {
      render: () => {
        throw new RangeError('broken')
      },
    }
  `,
  'src/composed.tsx': `
    import { composeStories } from '@storybook/react'
    import { preview } from '../cefrig.mount'
    import * as stories from './Button.stories'
    export const { Primary, Decorated, Rendered, Old } = composeStories(stories as any, preview as any) as any
  `,
  'src/Empty.stories.tsx': `
    import 'react'
    const meta = { title: 'Empty' }
    export default meta
    export const One = {}
  `,
  'plain.js': `export default { mount: () => ({ update() {}, unmount() {} }) }`,
  'src/NoMeta.stories.tsx': `import 'react'\nexport const One = {}\n`,
  'works.test.js': `
    import { expect, nested, test, vi } from 'cefrig/vitest'
    const html = (page) => page.evaluate(() => document.querySelector('main').outerHTML)
    test.for(['Primary', 'Decorated', 'Rendered', 'Old'])('%s is what Storybook composes', async (name, { mount, page }) => {
      for (const props of [{}, { label: 'given by the test' }]) {
        const shown = await mount('./src/Button.stories', name, props)
        const own = await html(page)
        await shown.unmount()
        const composed = await mount('./src/composed', name, props)
        expect(own).toBe(await html(page))
        await composed.unmount()
      }
    })
    test('decorators, arguments, parameters and globals of story, file and project', async ({ mount, page }) => {
      const story = await mount('./src/Button.stories', 'Decorated')
      expect(await html(page)).toBe('<main lang="en" class="{&quot;wide&quot;:true,&quot;high&quot;:true}"><div class="meta"><p>given<button class="large">given 0</button></p></div></main>')
      expect(await page.evaluate(() => [document.title, document.querySelector('section') !== null])).toEqual(['prepared', true])
      await story.unmount()
      expect(await page.title()).toBe('cleaned')
    })
    test('update() keeps the state, and functions call the test', async ({ mount, page }) => {
      const onPress = vi.fn()
      const story = await mount('./src/Button.stories', 'Primary', { onPress }, { children: ' child' })
      await page.locator('button').click()
      await expect.poll(() => onPress.mock.calls).toEqual([[1]])
      await story.update({ label: 'other' })
      await expect(story).toHaveText('other 1 child')
    })
    test('loaders, mapped arguments, and a story in a slot', async ({ mount, page }) => {
      await expect(await mount('./src/Button.stories', 'Loaded', { label: 'it' })).toHaveText('loaded it')
      await expect(await mount('./src/Button.stories', 'Mapped')).toHaveText('*meta 0')
      const story = await mount('./src/Button.stories', 'Primary', {}, { children: nested('./src/Button.stories', 'Old', { label: '!' }) })
      await expect(story).toHaveText('meta 0!')
    })
    test('the play function runs, unless it shall not', async ({ mount, page }) => {
      for (let time = 1; time <= 2; time++) await expect(await mount('./src/Button.stories', 'Played')).toHaveText('meta 2')
      const onPress = vi.fn()
      await mount('./src/Button.stories', 'Played', { onPress })
      await expect.poll(() => onPress.mock.calls).toEqual([[1], [2]])
      await expect(await mount('./src/Button.stories', 'Played', {}, { play: false })).toHaveText('meta 0')
    })
    test('a play function that mounts', async ({ mount, page }) => {
      const story = await mount('./src/Button.stories', 'MountsItself', { label: '?' })
      await expect(story).toHaveText('? 1')
      expect(await page.evaluate(() => document.body.dataset.before)).toBe('0?')
      await story.update({ label: '!' })
      await expect(story).toHaveText('! 1')
    })
  `,
  'fails.test.js': `
    import { expect, test } from 'cefrig/vitest'
    test('no story', ({ mount }) => mount('./src/Button.stories', 'Secondary'))
    test('what is no story', ({ mount }) => mount('./src/Button.stories', 'helper'))
    test('no component', ({ mount }) => mount('./src/Empty.stories', 'One'))
    test('no meta', ({ mount }) => mount('./src/NoMeta.stories', 'One'))
    test('throws while it plays', ({ mount }) => mount('./src/Button.stories', 'Fails'))
    test('throws while it is rendered', ({ mount }) => mount('./src/Button.stories', 'Breaks'))
    test('no such adapter', ({ mount }) => mount('./src/Button.stories', 'Primary', {}, { adapter: './plain.js' }))
    test('adapter of another framework', ({ mount }) => mount('./src/Button.stories', 'Primary', {}, { adapter: 'dom' }))
    test('the next one', async ({ mount }) => {
      await expect(await mount('./src/Button.stories', 'Primary')).toHaveText('meta 0')
    })
  `,
}

test('stories of React are composed as Storybook does it, and play', async () => {
  const packages = ['react', 'react-dom', 'vite', 'storybook', '@storybook/react']
  project = new Project(5, reactFiles, packages)
  const run = await project.run()
  const told = failures(run.output.replaceAll(project.directory, '/p'))
  expect(told, run.output).toEqual([
    [
      'no story',
      failed(
        '/p/src/Button.stories.tsx has no story "Secondary". It has: Breaks, Decorated, Fails, Loaded, Mapped, MountsItself, Old, Played, Primary, Rendered. Name one of them, or export "Secondary".',
      ),
    ],
    [
      'what is no story',
      failed(
        '/p/src/Button.stories.tsx has no story "helper". It has: Breaks, Decorated, Fails, Loaded, Mapped, MountsItself, Old, Played, Primary, Rendered. Name one of them, or export "helper".',
      ),
    ],
    [
      'no component',
      failed(
        'the story "One" has nothing to show: the default export of /p/src/Empty.stories.tsx names no `component`, and nothing has a `render`. Add one of them.',
      ),
      '/p/src/Empty.stories.tsx:4:1',
    ],
    [
      'no meta',
      failed(
        '/p/src/NoMeta.stories.tsx has no default export that is an object, as files of stories have. Add one: export default { component: … }.',
      ),
    ],
    [
      'throws while it plays',
      failed('the play function of Fails of ./src/Button.stories threw RangeError: not so.'),
      '/p/src/Button.stories.tsx:56:15',
    ],
    [
      'throws while it is rendered',
      failed('Breaks of ./src/Button.stories threw RangeError: broken.'),
      '/p/src/Button.stories.tsx:61:15',
    ],
    [
      'no such adapter',
      failed(
        'the adapter "./plain.js" cannot mount stories, and /p/src/Button.stories.tsx is a file of them. Mount the component itself, or give the adapter a `story` function.',
      ),
    ],
    [
      'adapter of another framework',
      failed(
        'Primary of ./src/Button.stories threw TypeError: The component gives an object, which is neither a node nor a text. Is it written for a framework? Name its adapter.',
      ),
    ],
  ])
  const passed = Object.entries(run.tests).filter(([, state]) => state === 'passed')
  expect(passed.map(([name]) => name).sort()).toEqual([
    'Decorated is what Storybook composes',
    'Old is what Storybook composes',
    'Primary is what Storybook composes',
    'Rendered is what Storybook composes',
    'a play function that mounts',
    'decorators, arguments, parameters and globals of story, file and project',
    'loaders, mapped arguments, and a story in a slot',
    'the next one',
    'the play function runs, unless it shall not',
    'update() keeps the state, and functions call the test',
  ])
})

test('stories of Vue and Svelte mount without Storybook', async () => {
  project = new Project(
    5,
    {
      'vitest.config.js': config(
        `import { svelte } from '@sveltejs/vite-plugin-svelte'
         import vue from '@vitejs/plugin-vue'
         const plugins = [vue(), svelte({ configFile: false })]`,
        `projects: [
           { extends: true, test: { name: 'usual', include: ['all.test.js'] } },
           { extends: true, resolve: { alias: { vue: 'vue/dist/vue.esm-bundler.js' } }, test: { name: 'compiling', include: ['templates.test.js'] } },
         ]`,
      ),
      'cefrig.mount.js': `
        export const preview = { args: { size: 'small' } }
      `,
      'Counter.vue': `
        <script setup>
        import { ref } from 'vue'
        const props = defineProps({ label: String, size: String })
        const emit = defineEmits(['change'])
        const count = ref(0)
        </script>
        <template><button :class="size" @click="emit('change', ++count)">{{ label }} {{ count }} <slot /></button></template>
      `,
      'Vue.stories.js': `
        import { h } from 'vue'
        import Counter from './Counter.vue'
        export default {
          component: Counter,
          args: { label: 'meta' },
          decorators: [(story, { args }) => ({ components: { story }, setup: () => () => h('p', [args.label, ' ', h(story())]) })],
        }
        export const Primary = {}
        export const Rendered = { render: (args) => ({ setup: () => () => h(Counter, args) }), decorators: [() => ({ render: () => h('i', h(Plain)) })] }
        const Plain = { render: () => 'plain' }
        export const Given = { decorators: [(story) => story({ args: { label: 'decorated' } })] }
        export const Played = {
          async play({ canvasElement, args, step }) {
            await step('press', () => canvasElement.querySelector('button').click())
          },
        }
        export const Template = { render: (args) => ({ components: { Counter }, setup: () => ({ args }), template: '<Counter v-bind="args" />' }) }
        export const Framed = {
          ...Template,
          decorators: [
            (story) => ({ components: { story }, template: '<em><story /></em>' }),
            () => ({ template: '<story />' }),
          ],
        }
        export const Looks = { play: ({ canvas }) => canvas.getByRole('button') }
      `,
      'templates.test.js': `
        import { expect, test } from 'cefrig/vitest'
        test('templates as text, of stories and decorators', async ({ mount, page }) => {
          const story = await mount('./Vue.stories', 'Framed')
          await page.locator('em button').click()
          await story.update({ label: 'other' })
          await expect(page.locator('em button')).toHaveText('other 1')
          await expect(page.locator('p')).toHaveText('other other 1')
        })
      `,
      'Counter.svelte': `
        <script>
          let { label, size, onchange, children } = $props()
          let count = $state(0)
        </script>
        <button class={size} onclick={() => { count++; onchange?.(count) }}>{label} {count} {@render children?.()}</button>
      `,
      'Frame.svelte': `<script>let { title, children } = $props()</script><p>{title} {@render children()}</p>`,
      'Svelte.stories.js': `
        import Counter from './Counter.svelte'
        import Frame from './Frame.svelte'
        export default {
          component: Counter,
          args: { label: 'meta' },
          decorators: [(Story, { args }) => ({ Component: Frame, props: { title: args.label } })],
        }
        export const Primary = {}
        export const Rendered = { render: (args) => ({ Component: Counter, props: { ...args, size: 'large' } }), decorators: [() => Frame] }
        export const Given = { decorators: [(story) => story({ args: { label: 'decorated' } })] }
        export const Played = { play: ({ canvasElement }) => canvasElement.querySelector('button').click() }
      `,
      'all.test.js': `
        import { expect, test, vi } from 'cefrig/vitest'
        const text = (page) => page.evaluate(() => document.body.innerText.replaceAll(/\\s+/g, ' ').trim())
        test.for([['./Vue.stories', 'onChange'], ['./Svelte.stories', 'onchange']])('%s', async ([file, event], { mount, page }) => {
          const changed = vi.fn()
          const story = await mount(file, 'Primary', { [event]: changed }, { children: 'slot' })
          expect(await text(page)).toBe('meta meta 0 slot')
          expect(await page.locator('button').getAttribute('class')).toBe('small')
          await page.locator('button').click()
          await expect.poll(() => changed.mock.calls).toEqual([[1]])
          await story.update({ label: 'other' })
          await expect(page.locator('button')).toHaveText('other 1 slot')
          await story.unmount()
          expect(await page.evaluate(() => document.body.children.length)).toBe(0)
          const given = await mount(file, 'Given')
          await expect(page.locator('button')).toHaveText('decorated 0')
          await given.unmount()
          const played = await mount(file, 'Played')
          await expect(page.locator('button')).toHaveText('meta 1')
          await played.unmount()
        })
        test('render functions of Vue', async ({ mount, page }) => {
          const story = await mount('./Vue.stories', 'Rendered')
          expect(await text(page)).toBe('meta plain')
        })
        test('render functions of Svelte, with what they are given anew', async ({ mount, page }) => {
          const story = await mount('./Svelte.stories', 'Rendered')
          await page.locator('button').click()
          await story.update({ label: 'other' })
          await expect(page.locator('button.large')).toHaveText('other 1')
        })
        test('what is missing is named', async ({ mount }) => {
          const refused = (what) => expect.objectContaining({ code: 'MOUNT_FAILED', message: expect.stringContaining(what) })
          await expect(mount('./Vue.stories', 'Template')).rejects.toEqual(refused("Alias vue in the configuration: resolve: { alias: { vue: 'vue/dist/vue.esm-bundler.js' } }."))
          await expect(mount('./Vue.stories', 'Looks')).rejects.toEqual(refused('npm install --save-dev @testing-library/dom.'))
        })
      `,
    },
    ['vue', 'svelte', 'vite', '@vitejs/plugin-vue', '@sveltejs/vite-plugin-svelte'],
  )
  const run = await project.run()
  expect(run.code, run.output).toBe(0)
})

test('stories of Solid, Lit and plain DOM mount without Storybook', async () => {
  project = new Project(
    5,
    {
      'vitest.config.js': config('const plugins = []'),
      'cefrig.mount.js': `
        export const preview = { args: { size: 'small' } }
      `,
      'solid.stories.js': `
        import { createComponent, createSignal } from 'solid-js'
        import { insert } from 'solid-js/web'
        const holding = (tag, ...contents) => {
          const element = document.createElement(tag)
          for (const content of contents) insert(element, content, null)
          return element
        }
        export function Counter(props) {
          const [count, setCount] = createSignal(0)
          const button = holding('button', () => props.label + ' ' + count() + ' ', () => props.children)
          button.className = props.size
          button.onclick = () => { setCount(count() + 1); props.onchange?.(count()) }
          return button
        }
        export default {
          component: Counter,
          args: { label: 'meta' },
          argTypes: { label: { mapping: { star: '*' } } },
          decorators: [(Story, { args }) => holding('p', () => args.label + ' ', createComponent(Story, {}))],
          excludeStories: ['Counter'],
        }
        export const Primary = {}
        export const Given = { decorators: [(story) => story({ args: { label: 'decorated' } })] }
        export const Rendered = { render: (args) => createComponent(Counter, { get label() { return args.label + '!' } }) }
        export const Played = { play: ({ canvasElement }) => canvasElement.querySelector('button').click() }
      `,
      'x-counter.js': `
        import { LitElement, html } from 'lit'
        customElements.define('x-counter', class extends LitElement {
          static properties = { label: {}, size: {}, count: { state: true } }
          constructor() {
            super()
            this.count = 0
          }
          createRenderRoot() { return this }
          render() {
            const pressed = () => { this.count++; this.onchange?.(this.count) }
            return html\`<button class=\${this.size} @click=\${pressed}>\${this.label} \${this.count}</button>\`
          }
        })
      `,
      'lit.stories.js': `
        import { html } from 'lit'
        import './x-counter'
        export default {
          component: 'x-counter',
          args: { label: 'meta' },
          argTypes: { label: { mapping: { star: '*' } } },
          decorators: [(story, { args }) => html\`<p>\${args.label} \${story()}</p>\`],
        }
        export const Primary = {}
        export const Given = { decorators: [(story) => story({ args: { label: 'decorated' } })] }
        export const Rendered = { render: (args) => html\`<x-counter .label=\${args.label + '!'}></x-counter>\` }
        export const Played = { play: ({ canvasElement }) => canvasElement.querySelector('button').click() }
      `,
      'dom.stories.js': `
        class Counter extends HTMLElement {
          #count = 0
          connectedCallback() {
            this.isConnectedOnce = true
            this.innerHTML ||= '<button></button>'
            const button = this.querySelector('button')
            button.className = this.size
            button.onclick = () => { this.#count++; this.onchange?.(this.#count); this.#show() }
            this.#show()
          }
          set label(label) { this.text = label; if (this.isConnectedOnce) this.#show() }
          #show() { this.querySelector('button').textContent = this.text + ' ' + this.#count }
        }
        customElements.define('d-counter', Counter)
        const inP = (label, shown) => {
          const p = document.createElement('p')
          p.append(label, ' ', shown)
          return p
        }
        export default {
          component: 'd-counter',
          args: { label: 'meta' },
          argTypes: { label: { mapping: { star: '*' } } },
          decorators: [(story, { args }) => inP(args.label, story())],
        }
        export const Primary = {}
        export const Given = { decorators: [(story) => story({ args: { label: 'decorated' } })] }
        export const Rendered = { render: (args) => Object.assign(new Counter(), { label: args.label + '!' }) }
        export const Played = { play: ({ canvasElement }) => canvasElement.querySelector('button').click() }
      `,
      'own.stories.js': `
        export default {
          args: { label: 'meta' },
          component({ label, children }) {
            const text = new Text(label)
            return { node: [text, ...children], update: (props) => { text.data = props.label } }
          },
          decorators: [(story) => {
            const p = document.createElement('p')
            p.append('own ', story())
            return p
          }],
        }
        export const Own = {}
      `,
      'unknown.stories.js': `
        import 'lit'
        export default { component: 'x-nothing' }
        export const Unknown = {}
      `,
      'lit-text.stories.js': `
        import 'lit'
        export default { args: { label: 'meta' } }
        export const Text = { render: ({ label }) => '<i>' + label + '</i>' }
      `,
      'text.stories.js': `
        export default { args: { label: 'meta' }, decorators: [(story) => '<p>' + story() + '</p>'] }
        export const Text = { render: ({ label }) => '<i>' + label + '</i>' }
      `,
      'all.test.js': `
        import { expect, nested, test, vi } from 'cefrig/vitest'
        test.for(['solid', 'lit', 'dom'])('%s', async (framework, { mount, page }) => {
          const file = './' + framework + '.stories'
          const button = page.locator('button')
          const text = async () => (await page.evaluate(() => document.body.innerText)).replaceAll(/\\s+/g, ' ').trim()
          const changed = vi.fn()
          const story = await mount(file, 'Primary', { onchange: changed })
          expect(await text()).toBe('meta meta 0')
          expect(await button.getAttribute('class')).toBe('small')
          await button.click()
          await expect.poll(() => changed.mock.calls).toEqual([[1]])
          await story.update({ label: 'star' })
          await expect.poll(text).toBe('* * 1')
          await story.unmount()
          expect(await page.evaluate(() => document.body.children.length)).toBe(0)
          const given = await mount(file, 'Given')
          expect(await text()).toBe('meta decorated 0')
          await given.unmount()
          const rendered = await mount(file, 'Rendered')
          await rendered.update({ label: 'other' })
          expect(await text()).toBe('other other! 0')
          await rendered.unmount()
          const played = await mount(file, 'Played')
          await expect.poll(text).toBe('meta meta 1')
        })
        test('a story in a slot of another one', async ({ mount }) => {
          const inner = nested('./solid.stories', 'Given')
          await expect(await mount('./solid.stories', 'Primary', {}, { children: inner })).toHaveText('meta meta 0 meta decorated 0')
        })
        test('components that update themselves, with children', async ({ mount }) => {
          const own = await mount('./own.stories', 'Own', {}, { children: [' and ', nested('./dom.stories', 'Primary')] })
          await expect(own).toHaveText('own meta and meta meta 0')
          await own.update({ label: 'new' })
          await expect(own).toHaveText('own new and meta meta 0')
        })
        test('texts are HTML', async ({ mount, page }) => {
          await mount('./lit-text.stories', 'Text')
          const text = await mount('./text.stories', 'Text')
          await text.update({ label: 'new' })
          expect(await page.locator('i').allTextContents()).toEqual(['meta', 'new'])
        })
        test('an element that is not defined is named', async ({ mount }) => {
          const message = expect.stringContaining('is "x-nothing", and no module has defined such an element.')
          await expect(mount('./unknown.stories', 'Unknown')).rejects.toEqual(expect.objectContaining({ code: 'MOUNT_FAILED', message }))
        })
      `,
    },
    ['solid-js', 'lit', 'vite'],
  )
  const run = await project.run()
  expect(run.code, run.output).toBe(0)
})
