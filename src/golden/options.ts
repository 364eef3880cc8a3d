import type { Locator } from '../client/locator.js'
import type { LookOptions } from '../client/look-options.js'
import type { Clip } from '../protocol/options.js'
import type { Comparator, ComparatorName, ComparatorPath, OwnComparatorName } from './comparators.js'
import type { Filmstrip } from './filmstrip.js'
import type { Matrix } from './matrix.js'
import type { UpdateMode } from './test-identity.js'

/**
 * How different a picture may be from its golden. Where the golden was made in this environment, every pixel counts by default; where
 * only the CPU is another, a level of 255 does not; elsewhere, or when a golden does not tell, pixelmatch's own defaults hold.
 */
export interface Tolerance {
  /**
   * How far two colours may be apart to count as one, 0 to 1, in pixelmatch's measure. Default 0 in the golden's environment,
   * 0.01 on another CPU, otherwise 0.1.
   */
  threshold?: number
  /**
   * Whether pixels that pixelmatch takes for anti-aliasing count as different. Default true in the golden's environment and on another
   * CPU, otherwise false.
   */
  includeAA?: boolean
  /** Pixels that may differ. Default 0. With `maxDiffPixelRatio` the smaller of the two counts. */
  maxDiffPixels?: number
  /** Share of all pixels that may differ, 0 to 1. Default 0. */
  maxDiffPixelRatio?: number
  /**
   * Compares two pictures of one size. Default `pixelmatch`; `exact` counts each pixel that is not the very same, invisible colours
   * too; `ssim` those around which the structure is less similar than 1 − `threshold`, by default 0.1; a path (`./compare.js`, from
   * the project's root) is a module whose default export is a {@link Comparator}, and may have a name by `golden.comparators`. A
   * function cannot be set for a whole project, only per golden, and runs on the test's own event loop.
   */
  comparator?: ComparatorName | ComparatorPath | OwnComparatorName | Comparator
  /**
   * A second look at a picture that these options let pass: what must hold of the pixels that the first look forgives. Both must
   * pass. Default: none.
   */
  strict?: StrictLook
}

/** A second, stricter look. What is not given is as strict as can be; `comparator` is that of the first look by default. */
export interface StrictLook extends Omit<Tolerance, 'strict'> {}

/** What holds for all goldens of a project. Each assertion may say otherwise. */
export interface GoldenDefaults extends Tolerance, Omit<LookOptions, 'mask'>, Matrix {
  /** Comparators of the project by name, which `comparator` may give: `{ brand: './brand.js' }`, from the project's root. Default none. */
  comparators?: Readonly<Record<string, ComparatorPath>>
  /** See {@link GoldenOptions.comparatorTimeout}. */
  comparatorTimeout?: number
  /** See {@link GoldenOptions.fullPage}. Not for locators, nor where an assertion gives a clip. */
  fullPage?: boolean
  /** See {@link GoldenOptions.omitBackground}. */
  omitBackground?: boolean
  /**
   * Where goldens lie, relative to the project's root; see the tokens in `docs/goldens.md`.
   * Default `{dir}/__goldens__/{file}/{name}.png`.
   */
  template?: string
  /** Directory for the expected, actual and diff pictures of failures, relative to the project's root. Default `.cefrig/results`. */
  outputDir?: string
  /** See {@link GoldenOptions.timeout}. */
  timeout?: number
  /** See {@link GoldenOptions.scale}. */
  scale?: 'css' | 'device'
}

/** A locator of Vitest's Browser Mode. */
export interface BrowserLocator {
  readonly selector: string
  elements(): unknown[]
}

/** Options of `toMatchGolden()`. */
export interface GoldenOptions extends Tolerance, Omit<LookOptions, 'mask'>, Matrix {
  /**
   * Elements whose boxes are filled: every element of each locator, rounded outwards to whole device pixels. In Vitest's Browser Mode
   * they are Vitest's locators, otherwise cefrig's. Default none.
   */
  mask?: readonly (Locator | BrowserLocator)[]
  /**
   * Frames of an animation side by side, as one golden: `{ times: [0, 250, 500] }` or `{ frames: 3, every: 250 }`, in milliseconds from
   * the start of each animation. CSS animations, transitions, Web Animations and those of SVG stand at these times.
   */
  filmstrip?: Filmstrip
  /** The whole document instead of the viewport; pages only. Default false. */
  fullPage?: boolean
  /** A part of the page, in CSS pixels; pages only. */
  clip?: Clip
  /** Leaves the page's default background transparent. Default false. */
  omitBackground?: boolean
  /**
   * Milliseconds that a picture which does not match may take to match or to stand still; 0: no limit. Default 5000.
   * A picture that matches is never waited for.
   */
  timeout?: number
  /** Milliseconds that a comparator which is not cefrig's own may take for one comparison; 0: no limit. Default 10000. */
  comparatorTimeout?: number
  /** `device` (default): every device pixel. `css`: one pixel per CSS pixel, averaged. */
  scale?: 'css' | 'device'
  /** Directory of this golden, which is then `<directory>/<name>.png`. Default: by the project's template. */
  directory?: string
  /** What may be written. Default: the runner's update mode; in a script `new`, with the environment variable `CI` set `none`. */
  update?: UpdateMode
}
