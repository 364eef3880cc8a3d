/** The one place that names the CEF that this release of cefrig is made and tested with. */

/** Version of the pinned CEF, as CEF itself writes it. */
export const pinnedCef = '146.0.10+g8219561+chromium-146.0.7680.179'

/** First CEF whose C interface has the API version that the native addon is written for (13300). */
export const oldestMajor = 133

/** Where CEF's official builds are; `CEFRIG_DOWNLOAD_URL` names a mirror of the same layout, empty: none. */
export const officialSite = 'https://cef-builds.spotifycdn.com'

/** Maven artifacts that carry CEF: one per platform, `jcef-natives-<platform>`. */
export const mavenGroup = 'me.friwi'

/** CEF versions that Maven Central has, and the artifact version of each. */
export const mavenVersions: Readonly<Record<string, string>> = {
  [pinnedCef]: `jcef-d3de827+cef-${pinnedCef}`,
}

/** About how many bytes such an artifact has. */
export const mavenArchiveSize = 148_000_000
