import { pytonium } from 'cefrig/presets'
import { describe, expect, test, vi } from 'vitest'
import { failure, launched } from '../setup.js'

const cefrig = launched()

class Files {
  readonly opened: string[] = []
  open_file(path: string) {
    return this.opened.push(path)
  }
}

describe('pytonium()', () => {
  test('functions and objects are there before the first script, with the flag', async () => {
    const page = await cefrig.newPage()
    const files = new Files()
    const functions = { greet: (name: string) => `Hello, ${name}!` }
    await page.bind(pytonium({ functions, objects: { files } }))
    await page.setContent(
      '<script>early = [PytoniumReady, typeof Pytonium.greet, typeof Pytonium.files.open_file]</script>',
    )
    expect(await page.evaluate('early')).toEqual([true, 'function', 'function'])
    expect(await page.evaluate('Pytonium.greet("Ada")')).toBe('Hello, Ada!')
    expect(await page.evaluate('Pytonium.files.open_file("a")')).toBe(1)
    expect(files.opened).toEqual(['a'])
  })

  test('what comes late is announced at document and window', async () => {
    const page = await cefrig.show(
      '<script>heard = []; addEventListener("PytoniumReady", () => heard.push(["window", typeof Pytonium])); document.addEventListener("PytoniumReady", () => heard.push(["document", PytoniumReady]))</script>',
    )
    await page.bind(pytonium())
    expect(await page.evaluate('heard')).toEqual([
      ['document', true],
      ['window', 'object'],
    ])
    await page.unbind('Pytonium')
    expect(await page.evaluate('[typeof window.Pytonium, typeof window.PytoniumReady]')).toEqual([
      'undefined',
      'undefined',
    ])
  })

  test('its state is page.state', async () => {
    const page = await cefrig.newPage()
    const changes = vi.fn()
    await page.bind(pytonium())
    await page.state.set('user', 'age', 64)
    await page.state.on(changes)
    await page.setContent(`<script>
      heard = []
      for (const name of ['all', 'fromHost'])
        addEventListener(name, ({ detail }) => heard.push([name, detail.namespace, detail.key, detail.value]))
      Pytonium.appState.registerForStateUpdates('all', ['user'], true, true)
      Pytonium.appState.registerForStateUpdates('fromHost', ['user', 'other'], false, true)
      Pytonium.appState.setState('user', 'name', 'Ada')
      Pytonium.appState.setState('none', 'name', 'Ada')
    </script>`)
    await vi.waitFor(() => expect(changes).toHaveBeenCalledTimes(2), 10_000)
    await page.state.set('user', 'age', 65)
    await page.state.set('other', 'age', 1)
    expect(await page.evaluate('heard')).toEqual([
      ['all', 'user', 'name', 'Ada'],
      ['all', 'user', 'age', 65],
      ['fromHost', 'user', 'age', 65],
      ['fromHost', 'other', 'age', 1],
    ])
    await page.evaluate('Pytonium.appState.removeState("user", "name")')
    expect(
      await page.evaluate(
        '[Pytonium.appState.getState("user", "age"), Pytonium.appState.getState("user", "name")]',
      ),
    ).toEqual([65, undefined])
    await vi.waitFor(() => expect(page.state.get('user')).toEqual({ age: 65 }), 10_000)
    expect(await page.evaluate('heard.length')).toBe(4)
  })

  test('wrong arguments throw, wrong options are refused', async () => {
    const page = await cefrig.newPage()
    await page.bind(pytonium())
    const thrown = (call: string) =>
      page.evaluate(`(() => { try { Pytonium.appState.${call} } catch (e) { return e.message } })()`)
    expect(await thrown('setState("a", 1, 2)')).toBe('Invalid arguments for setState')
    expect(await thrown('getState("a")')).toBe('Invalid arguments for getState')
    expect(await thrown('registerForStateUpdates("a", ["b"], true)')).toBe(
      'Invalid arguments for registerForStateUpdates',
    )
    const said = (options: unknown) => failure((async () => pytonium(options as never))())
    expect((await said({ objects: { appState: {} } })).message).toBe(
      'pytonium() failed: the name "appState" is taken. Give another one.',
    )
    expect((await said({ functions: { a: 1 } })).code).toBe('BAD_ARGUMENT')
    expect((await failure(page.bind(pytonium()))).code).toBe('BINDING_EXISTS')
  })
})
