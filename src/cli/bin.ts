#!/usr/bin/env node
// The command `cefrig`. What it is made of is loaded when it is known that this Node can.
import { unsupportedNode } from '../node-version.js'

const problem = unsupportedNode(process.versions.node)
if (problem === undefined) await import('./main.js')
else {
  process.stderr.write(`${problem}\n`)
  process.exitCode = 1
}
