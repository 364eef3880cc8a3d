// Loaded in the page before each component: what the application's entry would set up.
import type { App } from 'vue'
import './source/global.css'
import { currency } from './source/currency'

export function app(vue: App, { sign = '€' }: { sign?: string }): void {
  vue.provide(currency, sign)
}
