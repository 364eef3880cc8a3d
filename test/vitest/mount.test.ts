import { afterEach, describe, expect, test } from 'vitest'
import { collect, ended, Project, until, vitestMajors } from './project.js'
import { tests } from './seeds.js'

let project: Project | undefined
afterEach(() => project?.remove())

const packages = ['react', 'react-dom', 'vue', 'vite']

const config = `
  import { cefrig } from 'cefrig/vitest/plugin'
  import { defineConfig } from 'vitest/config'
  export default defineConfig({
    plugins: [cefrig()],
    resolve: { alias: { '@parts': new URL('./parts', import.meta.url).pathname } },
    define: { __RELEASE__: '"7"' },
    test: { testTimeout: 60_000, maxWorkers: 1 },
  })
`

const files = {
  'vitest.config.js': config,
  '.env': 'VITE_PLACE=Berlin',
  'parts/text.ts': `export const text = (value: string) => value.toUpperCase()`,
  'src/Button.module.css': `.plain { color: rgb(1, 2, 3) }`,
  'src/data.json': '{"n": 1}',
  'src/logo.svg': `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"/>`,
  'src/Button.tsx': `
    import { text } from '@parts/text'
    import { useEffect, useState } from 'react'
    import styles from './Button.module.css'
    import logo from './logo.svg'
    import data from './data.json'
    if (data.n !== 1) throw new Error('no data')
    declare const __RELEASE__: string
    interface Props { label: string; icon?: React.ReactNode; children?: React.ReactNode; onPress?: (n: number) => void; onGone?: () => void }
    export function Button({ label, icon, children, onPress, onGone }: Props) {
      const [count, setCount] = useState(0)
      useEffect(() => () => onGone?.(), [])
      return (
        <button className={styles.plain} onClick={() => { setCount(count + 1); onPress?.(count + 1) }}>
          <img src={logo} alt="" />{icon}{text(label)} {count} {import.meta.env.VITE_PLACE} {__RELEASE__} {children}
        </button>
      )
    }
    export const Badge = ({ value }: { value: Map<string, bigint> }) => <b>{String(value.get('n'))}</b>
    export function Several() { return <>one<i>two</i></> }
    export function Input({ onKeyDown }: { onKeyDown: React.KeyboardEventHandler }) { return <input onKeyDown={onKeyDown} /> }
  `,
  'src/bad.tsx': `
    export const notAComponent = 1
    export function Throws() {
      throw new RangeError('no data')
    }
  `,
  'src/syntax.tsx': `export function Broken() {\n  return <b>\n}\n`,
  'src/imports.tsx': `import './nowhere'\nexport const A = () => null\n`,
  'src/late.tsx': `
    import { useState } from 'react'
    export function Late() {
      const [broken, setBroken] = useState(false)
      if (broken) throw new Error('broken later')
      return <button onClick={() => setBroken(true)}>break</button>
    }
    export const Picky = ({ size }: { size: number }) => {
      if (size > 3) throw new Error('too large')
      return <b>{size}</b>
    }
  `,
  'src/two.js': `import { h } from 'vue'\nimport { createElement } from 'react'\nexport const Two = () => (h, createElement)\n`,
  'src/solid.js': `import 'solid-js'\nexport const S = () => null\n`,
}

const setup = {
  'cefrig.mount.tsx': `
    import './src/global.css'
    import { Theme } from './src/theme'
    export const wrapper = ({ theme = 'light', children }) => <Theme value={theme}>{children}</Theme>
    export const beforeMount = async (setup) => { document.title = (setup && setup.theme) || 'none' }
  `,
  'src/global.css': `body { background: rgb(4, 5, 6) }`,
  'src/theme.ts': `import { createContext } from 'react'\nexport const Theme = createContext('')`,
  'src/Themed.tsx': `
    import { useContext, useState } from 'react'
    import { Theme } from './theme'
    let made = 0
    export function Themed() {
      const [nth] = useState(() => ++made)
      return <b>{useContext(Theme)} {nth}</b>
    }
  `,
}

const works = `
  import { expect, nested, test, vi } from 'cefrig/vitest'
  test('renders, calls back, keeps its state when updated, and goes', async ({ mount, page }) => {
    const onPress = vi.fn()
    const onGone = vi.fn()
    const button = await mount('./src/Button', 'Button', { label: 'save', onPress, onGone })
    await expect(button).toHaveText('SAVE 0 Berlin 7')
    expect(await button.evaluate((element) => [element.tagName, getComputedStyle(element).color])).toEqual(['BUTTON', 'rgb(1, 2, 3)'])
    expect(await page.locator('img').evaluate((image) => image.decode().then(() => image.naturalWidth))).toBe(40)
    expect(await page.evaluate(() => fetch('/src/data.json').then((answer) => answer.json()))).toEqual({ n: 1 })
    await button.click()
    await expect.poll(() => onPress.mock.calls).toEqual([[1]])
    await button.update({ label: 'saved' })
    await expect(button).toHaveText('SAVED 1 Berlin 7')
    await button.unmount()
    await button.unmount()
    await expect.poll(() => onGone.mock.calls.length).toBe(1)
    await expect(page.locator('body > *')).toHaveCount(0)
    await expect(button.update({})).rejects.toMatchObject({ code: 'MOUNT_FAILED', message: 'component.update() failed: the component is not mounted any more. Mount it again with mount().' })
  })
  test('components in slots and properties, rich values, several in one document', async ({ mount, page }) => {
    const badge = nested('./src/Button', 'Badge', { value: new Map([['n', 12n]]) })
    const button = await mount('./src/Button', 'Button', { label: 'a', icon: badge }, { children: ['and ', badge] })
    await expect(button).toHaveText('12A 0 Berlin 7 and 12')
    const several = await mount('./src/Button', 'Several')
    await expect(several).toHaveText('onetwo')
    await expect(page.locator('body > *')).toHaveCount(2)
    await several.unmount()
    await button.update({}, { children: [nested('./src/late', 'Picky', { size: 2 })] })
    await expect(button).toHaveText('12A 0 Berlin 7 2')
  })
  test('the set-up module, and strict mode', async ({ mount, page }) => {
    const light = await mount('./src/Themed', 'Themed')
    await expect(light).toHaveText('light 1')
    expect(await page.evaluate(() => [document.title, getComputedStyle(document.body).backgroundColor])).toEqual(['none', 'rgb(4, 5, 6)'])
    const dark = await mount('./src/Themed', 'Themed', {}, { setup: { theme: 'dark' }, strict: true })
    await expect(dark).toHaveText('dark 2')
    expect(await page.title()).toBe('dark')
    await expect(await mount('./src/Themed', 'Themed')).toHaveText('light 4')
  })
  test('a page that has gone elsewhere mounts again, and says that the first one is gone', async ({ mount, page }) => {
    const first = await mount('./src/late', 'Late')
    await page.setContent('<p>other</p>')
    await page.goto('about:blank')
    await expect(await mount('./src/late', 'Late')).toHaveText('break')
    await expect(first.update({})).rejects.toMatchObject({ code: 'MOUNT_FAILED', facts: { reason: 'unmounted' } })
    await first.unmount()
  })
  test('events reach the test as what they tell', async ({ mount }) => {
    const onKeyDown = vi.fn()
    const input = await mount('./src/Button', 'Input', { onKeyDown })
    await input.press('a')
    await expect.poll(() => onKeyDown.mock.calls[0]?.[0]).toMatchObject({ type: 'keydown', key: 'a', target: { tagName: 'INPUT' } })
  })
`

const fails = `
  import { expect, test } from 'cefrig/vitest'
  test('no module', ({ mount }) => mount('./src/Buton', 'Button'))
  test('no export', ({ mount }) => mount('./src/bad', 'Throw'))
  test('throws', ({ mount }) => mount('./src/bad', 'Throws'))
  test('no component', ({ mount }) => mount('./src/bad', 'notAComponent'))
  test('syntax', ({ mount }) => mount('./src/syntax', 'Broken'))
  test('import', ({ mount }) => mount('./src/imports', 'A'))
  test('two frameworks', ({ mount }) => mount('./src/two', 'Two'))
  test('no adapter', ({ mount }) => mount('./src/bad', 'Throws', {}, { adapter: 'preact' }))
  test('no package', ({ mount }) => mount('./src/bad', 'Throws', {}, { adapter: 'solid' }))
  test('throws later', async ({ mount }) => {
    await (await mount('./src/late', 'Late')).click()
  })
  test('throws when updated', async ({ mount }) => {
    const picky = await mount('./src/late', 'Picky', { size: 3 })
    await picky.update({ size: 4 })
  })
  test('not serializable', ({ mount }) => mount('./src/bad', 'Throws', { p: Promise.resolve() }))
  test('wrong option', ({ mount }) => mount('./src/bad', 'Throws', {}, { child: 'a' }))
  test('the next one', async ({ mount }) => {
    await expect(await mount('./src/late', 'Late')).toHaveText('break')
  })
`

/** Of the failures in the order of their tests: the first line, and the place if one is named. */
function failures(output: string): string[] {
  return output
    .split(/^ FAIL {2}/m)
    .slice(1)
    .map((part) => {
      const [title, head = ''] = part.split('\n')
      const place = /^(\/\S+:\d+:\d+)$/m.exec(part)?.[1]
      return [title!.replace('fails.test.js > ', ''), head, ...(place ? [place] : [])].join(' | ')
    })
}

describe.each(vitestMajors)('Vitest %i', (major) => {
  test('mounts through the project’s own Vite, and says what is wrong with its file and line', async () => {
    project = new Project(
      major,
      { ...files, ...setup, 'works.test.js': works, 'fails.test.js': fails },
      packages,
    )
    const run = await project.run()
    const passed = Object.entries(run.tests).flatMap(([name, state]) => (state === 'passed' ? [name] : []))
    expect(passed.sort(), run.output).toEqual([
      'a page that has gone elsewhere mounts again, and says that the first one is gone',
      'components in slots and properties, rich values, several in one document',
      'events reach the test as what they tell',
      'renders, calls back, keeps its state when updated, and goes',
      'the next one',
      'the set-up module, and strict mode',
    ])
    const told = failures(run.output.replaceAll(project.directory, '/p'))
    const failed = (what: string) => `CefrigError: mount() failed: ${what}`
    expect(told.map((line) => line.split(' | '))).toEqual([
      [
        'no module',
        failed(
          'there is no module "./src/Buton", counted from /p/fails.test.js. Near it: Button.module.css, Button.tsx.',
        ),
      ],
      [
        'no export',
        failed(
          '/p/src/bad.tsx has no export "Throw". It has: Throws, notAComponent. Name one of them, or export "Throw".',
        ),
      ],
      ['throws', failed('Throws of ./src/bad threw RangeError: no data.'), '/p/src/bad.tsx:4:13'],
      [
        'no component',
        failed(
          'notAComponent of ./src/bad threw TypeError: The component is neither a function nor a class of an element.',
        ),
      ],
      ['syntax', failed("Unexpected token. Did you mean `{'}'}` or `&rbrace;`?"), '/p/src/syntax.tsx:3:1'],
      [
        'import',
        failed('Failed to resolve import "./nowhere" from "src/imports.tsx". Does the file exist?'),
        '/p/src/imports.tsx:1:8',
      ],
      [
        'two frameworks',
        failed(
          'it is not clear by which framework the component is to be mounted: /p/src/two.js imports vue (line 1) and react (line 2). Say which with the option `adapter` of mount().',
        ),
        '/p/src/two.js:2:1',
      ],
      [
        'no adapter',
        failed(
          'there is no adapter "preact": it is none of react, vue, svelte, solid, lit, dom, and /p/preact does not exist. Correct the name or the path.',
        ),
      ],
      [
        'no package',
        failed(
          'the adapter "solid" needs the package solid-js, which is not found from /p. Install it: npm install --save-dev solid-js.',
        ),
      ],
      ['throws later', 'CefrigError: The page had an error that the test did not expect.'],
      [
        'throws when updated',
        'CefrigError: component.update() failed: Picky of ./src/late threw Error: too large.',
        '/p/src/late.tsx:9:27',
      ],
      [
        'not serializable',
        failed(
          'props.p is a Promise, which cannot be sent to the page. Give data (numbers, text, arrays, objects, dates, maps, sets, bytes), functions, or nested().',
        ),
      ],
      ['wrong option', failed('unknown option "child". Did you mean "children"?')],
    ])
    // A later error of the component is the page's, with its place.
    expect(run.output).toContain(`at Late (${project.directory}/src/late.tsx:5:25)`)
    expect(project.leftovers()).toEqual([])
  })

  test('in watch mode what mounts a changed file runs again, on the same Host', async () => {
    const shows = (name: string) =>
      tests(`
        test('${name}', async ({ mount }) => {
          const shown = await mount('./src/${name}', '${name}')
          note(['${name}', await shown.evaluate((element) => element.textContent), hosts()])
        })
      `)
    project = new Project(
      major,
      {
        'vitest.config.js': config,
        'src/text.ts': `export const text = 'old'`,
        'src/One.tsx': `import { text } from './text'\nexport const One = () => <b>{text}</b>`,
        'src/Two.tsx': `export const Two = () => <b>two</b>`,
        'one.test.js': shows('One'),
        'two.test.js': shows('Two'),
      },
      packages,
    )
    const child = project.start(['--watch'])
    const output = collect(child)
    const rests = (times: number) =>
      until(() => output().split(/(?:Waiting|Watching) for file changes/).length > times)
    await rests(1)
    project.write('src/text.ts', `export const text = 'new'`)
    await rests(2)
    project.write('src/One.tsx', `export const One = () => <b>`)
    await rests(3)
    expect(output()).toContain('src/One.tsx:1:')
    project.write('src/One.tsx', `export const One = () => <b>mended</b>`)
    await rests(4)
    const notes = project.notes<[string, string, string[]]>()
    expect(
      notes
        .slice(0, 2)
        .map(([name, text]) => [name, text])
        .sort(),
    ).toEqual([
      ['One', 'old'],
      ['Two', 'two'],
    ])
    expect(notes.slice(2).map(([name, text]) => [name, text])).toEqual([
      ['One', 'new'],
      ['One', 'mended'],
    ])
    expect(new Set(notes.flatMap(([, , hosts]) => hosts)).size).toBe(1)
    child.kill('SIGINT')
    await ended(child)
    await until(() => project?.leftovers().length === 0)
  })
})

test('Vue, Svelte, Solid, Lit, plain DOM and an adapter of one’s own', async () => {
  project = new Project(
    5,
    {
      'vitest.config.js': `
        import { svelte } from '@sveltejs/vite-plugin-svelte'
        import vue from '@vitejs/plugin-vue'
        import { cefrig } from 'cefrig/vitest/plugin'
        import { defineConfig } from 'vitest/config'
        export default defineConfig({ plugins: [vue(), svelte(), cefrig()], test: { testTimeout: 60_000, maxWorkers: 1 } })
      `,
      'Counter.vue': `
        <script setup>
        import { ref } from 'vue'
        const props = defineProps({ label: String })
        const emit = defineEmits(['change'])
        const count = ref(0)
        if (props.label === 'bad') throw new Error('bad label')
        </script>
        <template><button @click="emit('change', ++count)">{{ label }} {{ count }} <slot /><slot name="end" /></button></template>
        <style scoped>button { color: rgb(1, 2, 3) }</style>
      `,
      'Mark.vue': `<template><i>mark</i></template>`,
      'Broken.vue': `<script setup>\nconst n = 1\n</script>\n<template>\n  <p>{{ n + }}</p>\n</template>`,
      'Broken.svelte': `<script>\n  let n = 1\n</script>\n{#if n}<p>`,
      'Counter.svelte': `
        <script>
          let { label, onchange, children, end } = $props()
          let count = $state(0)
          if (label === 'bad') throw new Error('bad label')
        </script>
        <button onclick={() => onchange?.(++count)}>{label} {count} {@render children?.()}{@render end?.()}</button>
        <style>button { color: rgb(1, 2, 3) }</style>
      `,
      'Mark.svelte': `<i>mark</i>`,
      'solid.js': `
        import { createRenderEffect, createSignal } from 'solid-js'
        import { insert } from 'solid-js/web'
        export function Counter(props) {
          const [count, setCount] = createSignal(0)
          if (props.label === 'bad') throw new Error('bad label')
          const button = document.createElement('button')
          button.style.color = 'rgb(1, 2, 3)'
          button.onclick = () => { setCount(count() + 1); props.onchange(count()) }
          insert(button, () => [props.label + ' ' + count() + ' ', props.children, props.end])
          return button
        }
        export const Mark = () => Object.assign(document.createElement('i'), { textContent: 'mark' })
      `,
      'lit.js': `
        import { LitElement, css, html } from 'lit'
        export class Counter extends LitElement {
          static properties = { label: {}, count: { state: true } }
          static styles = css\`button { color: rgb(1, 2, 3) }\`
          constructor() {
            super()
            this.count = 0
          }
          render() {
            if (this.label === 'bad') throw new Error('bad label')
            return html\`<button @click=\${() => this.onchange(++this.count)}>\${this.label} \${this.count} <slot></slot><slot name="end"></slot></button>\`
          }
        }
        customElements.define('x-counter', Counter)
        export const Mark = () => html\`<i>mark</i>\`
        export const Page = ({ label, part }) => html\`<p>\${label} \${part}</p>\`
      `,
      'dom.js': `
        export function Counter({ label, onchange }) {
          if (label === 'bad') throw new Error('bad label')
          const button = document.createElement('button')
          let count = 0
          const show = () => { button.textContent = label + ' ' + count + ' slot mark' }
          button.style.color = 'rgb(1, 2, 3)'
          button.onclick = () => { onchange(++count); show() }
          show()
          return { node: button, update(props) { label = props.label; show() } }
        }
      `,
      'upper.js': `
        export default {
          mount: ({ component, root, props }) => {
            root.textContent = component.toUpperCase() + props.n
            return { update: ({ props }) => void (root.textContent = component + props.n), unmount() {} }
          }
        }
      `,
      'words.js': `export const word = 'hello'`,
      'all.test.js': `
        import { expect, nested, test, vi } from 'cefrig/vitest'
        test.for([
          ['./Counter.vue', 'default', 'onChange', './Mark.vue', 'default'],
          ['./Counter.svelte', 'default', 'onchange', './Mark.svelte', 'default'],
          ['./solid.js', 'Counter', 'onchange', './solid.js', 'Mark'],
          ['./lit.js', 'Counter', 'onchange', './lit.js', 'Counter'],
          ['./dom.js', 'Counter', 'onchange', './dom.js', 'Counter'],
        ])('%s', async ([file, name, event, otherFile, other], { mount, page }) => {
          const changed = vi.fn()
          const own = file === './lit.js' || file === './dom.js'
          const mark = own ? 'mark' : nested(otherFile, other)
          const counter = await mount(file, name, { label: 'one', [event]: changed }, { children: 'slot ', slots: { end: mark } })
          const text = () => page.evaluate(() => {
            const shadow = document.querySelector('x-counter')?.shadowRoot
            if (!shadow) return document.body.innerText.trim()
            const slotted = [...shadow.querySelectorAll('slot')].flatMap((slot) => slot.assignedNodes())
            return [shadow.querySelector('button').innerText.trim(), ' ', ...slotted.map((node) => node.textContent)].join('')
          })
          expect(await text()).toBe('one 0 slot mark')
          const button = page.locator('button')
          expect(await button.evaluate((element) => getComputedStyle(element).color)).toBe('rgb(1, 2, 3)')
          // What is in a slot lies over the rest of it.
          await button.click({ position: { x: 3, y: 3 } })
          await expect.poll(() => changed.mock.calls).toEqual([[1]])
          await counter.update({ label: 'two' })
          expect(await text()).toBe('two 1 slot mark')
          await counter.unmount()
          expect(await page.evaluate(() => document.body.children.length)).toBe(0)
          await expect(mount(file, name, { label: 'bad', [event]: changed })).rejects.toMatchObject({ code: 'MOUNT_FAILED', facts: { reason: 'thrown', message: expect.stringContaining('bad label') } })
        })
        test.for([['./Broken.vue', 5], ['./Broken.svelte', 4]])('%s: a mistake is told with its place', async ([file, line], { mount }) => {
          const facts = { reason: 'not compiled', file: expect.stringContaining(file.slice(2)), line }
          await expect(mount(file, 'default')).rejects.toMatchObject({ code: 'MOUNT_FAILED', facts })
        })
        test('templates of Lit', async ({ mount }) => {
          const page = await mount('./lit.js', 'Page', { label: 'a', part: nested('./lit.js', 'Mark') })
          await expect(page).toHaveText('a mark')
          await page.update({ label: 'b' })
          await expect(page).toHaveText('b mark')
        })
        test('an adapter of one’s own', async ({ mount, page }) => {
          const word = await mount('./words.js', 'word', { n: 1 }, { adapter: './upper.js' })
          await expect(word).toHaveText('HELLO1')
          await word.update({ n: 2 })
          await expect(word).toHaveText('hello2')
        })
      `,
    },
    ['vue', 'svelte', 'solid-js', 'lit', 'vite', '@vitejs/plugin-vue', '@sveltejs/vite-plugin-svelte'],
  )
  const run = await project.run()
  expect(run.code, run.output).toBe(0)
})
