export { CefrigError, type ErrorCode, type ErrorFacts, isCefrigError } from './errors.js'
