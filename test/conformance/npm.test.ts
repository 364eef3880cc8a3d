import { conformance } from './conformance.js'

conformance('npm')
