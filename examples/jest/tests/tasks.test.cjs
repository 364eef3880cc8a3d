// CommonJS: `page`, `expect` and `jest` are globals.

const twoTasks = () => [
  { title: 'Water the plants', done: false },
  { title: 'Write the letter', done: true },
]

let save

beforeEach(async () => {
  save = jest.fn()
  await page.bind('host.tasks', { load: twoTasks, save })
  await page.goto('/tasks.html')
})

test('shows what the host has kept', async () => {
  await expect(page.getByRole('listitem')).toHaveText(['Water the plants', 'Write the letter'])
  await expect(page).toMatchGolden('two tasks')
})

test('adds a task and hands all of them to the host', async () => {
  await page.getByLabel('New task').fill('Call Ada')
  await page.getByRole('button', { name: 'Add' }).click()
  await expect(page.getByRole('status')).toHaveText('2 of 3 to do')
  expect(save).toHaveBeenCalledTimes(1)
  expect(save.mock.calls[0][0]).toStrictEqual([...twoTasks(), { title: 'Call Ada', done: false }])
})

test('a click on a task strikes it out', async () => {
  await page.getByText('Water the plants').click()
  await expect(page.getByRole('listitem').first()).toHaveAttribute('class', 'done')
  await expect(page.getByRole('list')).toMatchGolden('all done')
})

test('a task without a title is none', async () => {
  await page.getByRole('button', { name: 'Add' }).click()
  await expect(page.getByRole('listitem')).toHaveCount(2)
  expect(save).not.toHaveBeenCalled()
})

test('what the host refuses is told, and is an error of the page', async () => {
  page.expectError('not saved: the disk is full')
  save.mockRejectedValue(new Error('the disk is full'))
  await page.getByText('Water the plants').click()
  await expect(page.getByRole('status')).toHaveText('Not saved')
})
