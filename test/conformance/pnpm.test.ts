import { conformance } from './conformance.js'

conformance('pnpm')
