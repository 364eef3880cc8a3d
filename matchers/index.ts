export { toMatchGolden } from './golden.js'
