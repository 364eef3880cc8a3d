export { default } from '../node/vitest.config.ts'
