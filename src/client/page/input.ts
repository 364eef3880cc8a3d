import type { DropData } from '../../protocol/input.js'
import type { Point } from '../../protocol/operation.js'
import { badArgument, kindOf, requireNumber, run } from '../failure.js'
import { Clipboard } from '../input/clipboard.js'
import { dropData } from '../input/dropping.js'
import { Keyboard } from '../input/keyboard.js'
import { Mouse } from '../input/mouse.js'
import { Pen } from '../input/pen.js'
import { RawInput } from '../input/raw.js'
import { Touchscreen } from '../input/touchscreen.js'
import type { DragOptions } from '../method-options.js'
import { PageNetwork } from './network.js'

/** What a person does to a page. */
export abstract class PageInput extends PageNetwork {
  readonly mouse: Mouse = new Mouse(this)
  readonly keyboard: Keyboard = new Keyboard(this)
  readonly touchscreen: Touchscreen = new Touchscreen(this)
  readonly pen: Pen = new Pen(this)
  readonly clipboard: Clipboard = new Clipboard(this)
  readonly raw: RawInput = new RawInput(this)

  /**
   * Gives the page's window the focus, which every page has from the start, or takes it away: `document.hasFocus()`, the events `focus`
   * and `blur` of the window and of what has the focus in it. It is kept when the page shows another document.
   * @throws BAD_ARGUMENT
   */
  setFocused(focused: boolean): Promise<void> {
    return run('page.setFocused', () => {
      if (typeof focused !== 'boolean')
        throw badArgument(`the argument is ${kindOf(focused)}`, 'Give true or false')
      return this.call('page.setFocused', focused)
    })
  }

  /** Drags the element that one selector finds onto that of another. See {@link Locator.dragTo}. @throws TIMEOUT, NOT_STRICT */
  dragAndDrop(source: string, target: string, options?: DragOptions): Promise<void> {
    return run('page.dragAndDrop', () => this.locator(source).dragTo(this.locator(target), options))
  }

  /**
   * Drops something from outside at a point of the viewport in CSS pixels: text, HTML, a link, files of this machine. Answers whether
   * the page took it. Where it does not, nothing happens. See {@link Locator.drop} for an element.
   * @throws BAD_ARGUMENT, UNKNOWN_OPTION
   */
  drop(data: DropData, at: Point): Promise<boolean> {
    return run('page.drop', async () => {
      const dropped = await dropData('page.drop()', data)
      requireNumber('x', at?.x)
      requireNumber('y', at?.y)
      return this.call('page.drop', dropped, at.x, at.y)
    })
  }
}
