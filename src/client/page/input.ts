import { Keyboard } from '../keyboard.js'
import { Mouse } from '../mouse.js'
import { PageNetwork } from './network.js'

/** What a person does to a page. */
export abstract class PageInput extends PageNetwork {
  readonly mouse: Mouse = new Mouse(this)
  readonly keyboard: Keyboard = new Keyboard(this)
}
