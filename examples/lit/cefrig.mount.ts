// Loaded in the page before each component: what the application's entry would set up.
import './source/global.css'

export function beforeMount(setup?: { language?: string }): void {
  document.documentElement.lang = setup?.language ?? 'en'
}
