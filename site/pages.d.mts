/** A page of the site that is made of a file of Markdown. */
export interface Page {
  path: string
  title: string
  group: string
}

export function pagesOf(root: string): Page[]
