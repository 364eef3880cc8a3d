import { expect, test } from 'cefrig/vitest'

test('the accessibility tree', async ({ page }) => {
  await page.goto('/weather.html')
  const { nodes } = await page.cdp.send('Accessibility.getFullAXTree')
  const named = nodes
    .filter((node) => !node.ignored)
    .map((node) => `${node.role?.value}: ${String(node.name?.value).trim()}`)
  expect(named).toEqual(
    expect.arrayContaining([
      'RootWebArea: Weather',
      'heading: Weather',
      'button: Forget it',
      'checkbox: Fahrenheit',
    ]),
  )
})

test('a snapshot of the whole document with its layout', async ({ page }) => {
  await page.goto('/weather.html')
  const { documents, strings } = await page.cdp.send('DOMSnapshot.captureSnapshot', {
    computedStyles: ['color'],
  })
  const names = documents[0]!.nodes.nodeName!.map((index) => strings[index])
  expect(names.filter((name) => name === 'DD')).toHaveLength(5)
  expect(documents[0]!.layout.bounds.length).toBeGreaterThan(20)
})

test('which functions ran', async ({ page }) => {
  await page.cdp.send('Profiler.enable')
  await page.cdp.send('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
  await page.goto('/weather.html')
  await page.getByRole('button', { name: 'Ask' }).click()
  await expect(page.locator('#forecast')).toHaveText('clear, 21 °C')
  const { result } = await page.cdp.send('Profiler.takePreciseCoverage')
  const script = result.find(({ url }) => url.endsWith('/weather.js'))!
  const calls = Object.fromEntries(
    script.functions.map(({ functionName, ranges }) => [functionName, ranges[0]!.count]),
  )
  expect(calls).toMatchObject({ show: 5, celsius: 1, never: 0 })
})

test('which styles were used', async ({ page }) => {
  await page.cdp.send('DOM.enable')
  await page.cdp.send('CSS.enable')
  await page.cdp.send('CSS.startRuleUsageTracking')
  await page.goto('/weather.html')
  const { ruleUsage } = await page.cdp.send('CSS.stopRuleUsageTracking')
  expect(ruleUsage.filter(({ used }) => used).length).toBeGreaterThanOrEqual(2)
})

test('how much work the page made', async ({ page }) => {
  await page.cdp.send('Performance.enable')
  await page.goto('/weather.html')
  const { metrics } = await page.cdp.send('Performance.getMetrics')
  const values = Object.fromEntries(metrics.map(({ name, value }) => [name, value]))
  expect(values).toMatchObject({ Documents: expect.any(Number), ScriptDuration: expect.any(Number) })
  expect(values.Nodes).toBeGreaterThan(30)
  expect(values.JSHeapUsedSize).toBeLessThan(50_000_000)
})

test('a command that does not exist says so', async ({ page }) => {
  await expect(page.cdp.send('Weather.change' as never)).rejects.toMatchObject({
    name: 'CefrigError',
    code: 'CDP_FAILED',
    message: expect.stringContaining("'Weather.change' wasn't found"),
  })
})
