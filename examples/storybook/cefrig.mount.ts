// Loaded in the page before each story: what Storybook's own preview adds to all of them.
export { default as preview } from './.storybook/preview'
