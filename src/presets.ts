export { type CefSharpOptions, cefSharp } from './client/presets/cef-sharp.js'
export {
  jcef,
  type MessageRouterOptions,
  messageRouter,
  type RouterQuery,
} from './client/presets/message-router.js'
export type { Preset } from './client/presets/preset.js'
export { type PytoniumOptions, pytonium } from './client/presets/pytonium.js'
