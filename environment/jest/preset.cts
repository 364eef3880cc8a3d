// What `preset: 'cefrig'` means in a Jest configuration.
import path = require('node:path')

const testEnvironment = path.join(__dirname, 'environment.js')
const reporters = ['default', path.join(__dirname, 'reporter.js')]
const dependencyExtractor = path.join(__dirname, 'dependencies.cjs')
const globalTeardown = path.join(__dirname, 'teardown.js')
/** Milliseconds until Jest kills a worker that is to end, and complains: one that Vite ran in takes longer on a busy machine than Jest's 500. */
const workerGracefulExitTimeout = 3_000

// Importers read the names from this text: they stand alone.
export = { testEnvironment, reporters, dependencyExtractor, globalTeardown, workerGracefulExitTimeout }
