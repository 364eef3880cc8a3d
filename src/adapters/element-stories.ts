import type { Content, Nested } from './adapter.js'
import { functionProps, isElementClass } from './elements.js'
import type { Story, StoryContext } from './story.js'

/** A story, in the place of a component of plain DOM or Lit. */
export class ElementStory {
  readonly story: Story

  constructor(story: Story) {
    this.story = story
  }

  /**
   * What it shows with these properties and slots: what its outermost decorator gives, or else its `render`, or `shown`, which shows
   * the component. Texts are HTML.
   */
  draw(content: Content, nested: (value: Nested) => unknown, shown: (content: Content) => unknown): unknown {
    const { story } = this
    const props = story.argsWith(content.props)
    const args = story.render ? functionProps({ ...content, props }, nested) : props
    const innermost = (context: StoryContext) =>
      story.render ? story.render(context.args, context) : shown({ ...content, props: context.args })
    const all = story.decorators.reduce<(context: StoryContext) => unknown>(
      (inner, decorator) => (context) =>
        decorator((update) => inner(story.updated(context, update)), context),
      innermost,
    )
    const given = all(story.contextWith(args))
    return typeof given === 'string' ? htmlNodes(given) : given
  }

  /** The class of its element, or a function. @throws TypeError */
  get component(): unknown {
    const { component } = this.story
    if (typeof component === 'function') return component
    if (typeof component !== 'string')
      throw new TypeError(
        'The `component` of a story is neither a function, nor a class of an element, nor its name.',
      )
    const found = customElements.get(component)
    if (isElementClass(found)) return found
    throw new TypeError(
      `The \`component\` of a story is ${JSON.stringify(component)}, and no module has defined such an element. Import the one that does in the file of stories.`,
    )
  }
}

/** With scripts that run when they come into the document. */
function htmlNodes(html: string): DocumentFragment {
  return document.createRange().createContextualFragment(html)
}
