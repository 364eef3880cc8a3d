// Set-up file of the plugin: cefrig's matchers for tests that import `expect` from Vitest itself.
import { expect } from 'vitest'
import * as matchers from '../../matchers/index.js'

expect.extend(matchers)
