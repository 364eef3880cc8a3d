/** Viewports of the visual tests, in turn. */
export const sizes = [
  { width: 360, height: 640 },
  { width: 800, height: 600 },
  { width: 1024, height: 768 },
  { width: 1280, height: 800 },
  { width: 1440, height: 900 },
]
