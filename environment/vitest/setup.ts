// Set-up file of the plugin: cefrig's matchers for tests that import `expect` from Vitest itself.
import { expect } from 'vitest'
import { matchers } from '../../fixtures/recorded-matchers.js'

expect.extend(matchers)
