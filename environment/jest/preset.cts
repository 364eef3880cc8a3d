// What `preset: 'cefrig'` means in a Jest configuration.
import path = require('node:path')

export = {
  testEnvironment: path.join(__dirname, 'environment.js'),
  reporters: ['default', path.join(__dirname, 'reporter.js')],
  globalTeardown: path.join(__dirname, 'teardown.js'),
}
