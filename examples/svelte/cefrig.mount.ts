// Loaded in the page before each component: what the application's entry would set up.
import './source/global.css'

export { default as wrapper } from './source/Theme.svelte'
