// What `preset: 'cefrig'` means in a Jest configuration.
import path = require('node:path')

export = {
  testEnvironment: path.join(__dirname, 'environment.js'),
  reporters: ['default', path.join(__dirname, 'reporter.js')],
  dependencyExtractor: path.join(__dirname, 'dependencies.cjs'),
  globalTeardown: path.join(__dirname, 'teardown.js'),
}
