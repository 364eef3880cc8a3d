/** One file of the sealed font set. */
export interface FontFile {
  /** Within its package, or the name in `native/fonts`. */
  path: string
  /** Bytes. */
  size: number
  sha256: string
}

/** An npm package that ships files of the set. */
export interface FontPackage {
  name: string
  version: string
  /** Of its tarball, as lockfiles have it. */
  integrity: string
  /** Bytes of its tarball. */
  size: number
  files: readonly FontFile[]
}

/** Fonts by where they come from. */
export interface FontSet {
  /** Fetched by `cefrig install`. */
  packages: readonly FontPackage[]
  /** In `native/fonts` of this package. */
  kept: readonly FontFile[]
}
