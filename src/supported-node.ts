// Imported first by the entries of the package.
import { CefrigError } from './errors.js'
import { unsupportedNode } from './node-version.js'

const { node } = process.versions
const problem = unsupportedNode(node)
if (problem !== undefined) throw new CefrigError('UNSUPPORTED_PLATFORM', problem, { facts: { node } })
