/** A place in CSS pixels. */
interface Spot {
  x: number
  y: number
}

/** Where a frame lies in the page's viewport: its corner, and what a step to the right and a step down in it are there. */
export interface FramePlace extends Spot {
  right: Spot
  down: Spot
}

/** Of a frame that fills the page. */
export const wholePage: FramePlace = { x: 0, y: 0, right: { x: 1, y: 0 }, down: { x: 0, y: 1 } }

/** A point of the frame in what the frame lies in. */
export function outside({ x, y, right, down }: FramePlace, point: Spot): Spot {
  return { x: x + point.x * right.x + point.y * down.x, y: y + point.x * right.y + point.y * down.y }
}

/** The upright box around a box of the frame, in what the frame lies in. */
export function boxOutside<Box extends Spot & { width: number; height: number }>(
  place: FramePlace,
  box: Box,
): Box {
  const corners = [0, box.width].flatMap((x) =>
    [0, box.height].map((y) => outside(place, { x: box.x + x, y: box.y + y })),
  )
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)]
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { ...box, x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
}
