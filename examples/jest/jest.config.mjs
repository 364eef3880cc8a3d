/** @type {import('jest').Config} */
export default {
  preset: 'cefrig',
  // The tests are JavaScript that Node runs as it is.
  transform: {},
  testEnvironmentOptions: { viewport: { width: 480, height: 360 }, root: 'pages' },
}
