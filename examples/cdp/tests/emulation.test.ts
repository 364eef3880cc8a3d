import { expect, test } from 'cefrig/vitest'

test('another time zone and locale', async ({ page }) => {
  await page.cdp.send('Emulation.setTimezoneOverride', { timezoneId: 'Asia/Tokyo' })
  await page.cdp.send('Emulation.setLocaleOverride', { locale: 'de-DE' })
  await page.goto('/weather.html')
  await expect(page.locator('#zone')).toHaveText('Asia/Tokyo')
  await expect(page.locator('#locale')).toHaveText('de-DE')
  await expect(page.locator('#noon')).toHaveText('21:00')
})

test('a phone', async ({ page }) => {
  await page.cdp.send('Emulation.setDeviceMetricsOverride', {
    width: 390,
    height: 844,
    deviceScaleFactor: 3,
    mobile: true,
  })
  await page.cdp.send('Emulation.setTouchEmulationEnabled', { enabled: true })
  await page.goto('/weather.html')
  await expect(page.locator('#pointer')).toHaveText('coarse')
  expect(await page.evaluate(() => [innerWidth, devicePixelRatio])).toEqual([390, 3])
  expect(
    await page.locator('dl').evaluate((list) => getComputedStyle(list).gridTemplateColumns),
  ).not.toContain(' ')
})

test('a position', async ({ page }) => {
  await page.cdp.send('Browser.grantPermissions', { permissions: ['geolocation'] })
  await page.cdp.send('Emulation.setGeolocationOverride', {
    latitude: 48.8584,
    longitude: 2.2945,
    accuracy: 1,
  })
  await page.goto('/weather.html')
  await page.getByRole('button', { name: 'Where am I?' }).click()
  await expect(page.locator('#position')).toHaveText('48.86, 2.29')
})

test('paper: what a printer would get', async ({ page }) => {
  await page.goto('/weather.html')
  await page.cdp.send('Emulation.setEmulatedMedia', { media: 'print' })
  await expect(page.getByRole('button', { name: 'Where am I?' })).not.toBeVisible()
  const { data } = await page.cdp.send('Page.printToPDF', { pageRanges: '1' })
  expect(Buffer.from(data, 'base64').subarray(0, 5).toString()).toBe('%PDF-')
})
