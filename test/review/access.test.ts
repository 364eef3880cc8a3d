// Who may speak with a review's server, where a test cannot listen.
import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { Access } from '../../src/report/review/access.js'

test.each([
  [80, '127.0.0.1', 'in'],
  [80, 'localhost', 'in'],
  [80, 'review.test', 'out'],
  [4100, '127.0.0.1:4100', 'in'],
  [4100, '127.0.0.1', 'out'],
])('on port %i a request for %s is let %s', (port, host, kind) => {
  const access = new Access(port)
  const request = { method: 'GET', headers: { host } } as IncomingMessage
  expect(access.admit(request, new URL(`http://localhost/?token=${access.token}`))).toMatchObject({ kind })
})
