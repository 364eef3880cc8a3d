import type { AccessibilityNode } from 'cefrig'
import { expect, test } from 'vitest'
import { failure, launched } from '../setup.js'

const cef = launched()

/** All nodes of the role. */
function all(node: AccessibilityNode, role: string): AccessibilityNode[] {
  const inner = (node.children ?? []).flatMap((child) => all(child, role))
  return node.role === role ? [node, ...inner] : inner
}

test('page.accessibility.snapshot() is the tree that Chromium has, with states and iframes', async () => {
  const page = await cef.newPage()
  await page.serve('https://a.test/', () => ({
    headers: { 'content-type': 'text/html' },
    body: `<title>Tasks</title><h2>To do</h2><label><input type="checkbox" checked>Milk</label>
      <button disabled aria-description="nothing to save">Save</button><div aria-hidden="true">hidden</div><iframe src="https://b.test/"></iframe>`,
  }))
  await page.serve('https://b.test/', () => ({
    headers: { 'content-type': 'text/html' },
    body: '<button>Inside</button>',
  }))
  await page.goto('https://a.test/')
  const tree = await page.accessibility.snapshot()
  expect(tree).toMatchObject({ role: 'RootWebArea', name: 'Tasks' })
  expect(all(tree, 'heading')).toMatchObject([{ name: 'To do', level: 2 }])
  expect(all(tree, 'heading')[0]).not.toHaveProperty('children')
  expect(all(tree, 'checkbox')).toMatchObject([{ name: 'Milk', checked: 'true' }])
  expect(all(tree, 'button')).toMatchObject([
    { name: 'Save', disabled: true, description: 'nothing to save' },
    { name: 'Inside' },
  ])
  expect(JSON.stringify(tree)).not.toContain('hidden"')
  await page.close()
  expect(await failure(page.accessibility.snapshot())).toMatchObject({ code: 'PAGE_CLOSED' })
})
