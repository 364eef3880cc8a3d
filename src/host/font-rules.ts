const sans = 'Arimo'
const serif = 'Tinos'
const mono = 'Cousine'
const emoji = 'Twemoji Mozilla'
const symbols = 'Noto Sans Symbols 2'

/** Where to look, in this order, for a character that the family asked for does not have. */
const fallbacks = [
  sans,
  'Noto Sans Arabic',
  'Droid Sans Fallback',
  'Noto Sans Math',
  symbols,
  'DejaVu Sans Rest',
  emoji,
  mono,
  serif,
] as const

/** Names by which pages ask for a family that another machine has, and what they get here. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  [sans]: [
    'sans-serif',
    'sans',
    'system-ui',
    'ui-sans-serif',
    'cursive',
    'fantasy',
    'Arial',
    'Arial Unicode MS',
    'Helvetica',
    'Helvetica Neue',
    'Liberation Sans',
    'Nimbus Sans',
    'Verdana',
    'Tahoma',
    'Trebuchet MS',
    'Comic Sans MS',
    'Impact',
  ],
  [serif]: [
    'serif',
    'ui-serif',
    'Times New Roman',
    'Times',
    'Liberation Serif',
    'Nimbus Roman',
    'Georgia',
    'Palatino',
    'Cambria',
  ],
  [mono]: [
    'monospace',
    'ui-monospace',
    'Courier New',
    'Courier',
    'Liberation Mono',
    'Nimbus Mono PS',
    'Consolas',
    'Menlo',
    'Monaco',
    'Lucida Console',
  ],
  [emoji]: [
    'emoji',
    'Apple Color Emoji',
    'Segoe UI Emoji',
    'Noto Color Emoji',
    'Android Emoji',
    'EmojiOne Color',
  ],
  [symbols]: ['Segoe UI Symbol', 'Apple Symbols'],
  'Noto Sans Math': ['math', 'Cambria Math', 'Latin Modern Math', 'STIX Two Math'],
}

/** How glyphs are drawn: grey antialiasing of unhinted outlines, which no setting of the machine changes. */
const drawing = {
  antialias: '<bool>true</bool>',
  hinting: '<bool>false</bool>',
  autohint: '<bool>false</bool>',
  hintstyle: '<const>hintnone</const>',
  rgba: '<const>none</const>',
  lcdfilter: '<const>lcdnone</const>',
  embeddedbitmap: '<bool>false</bool>',
}

function alias(name: string, family: string): string {
  return `<alias binding="same"><family>${name}</family><prefer><family>${family}</family></prefer></alias>`
}

function edits(target: 'pattern' | 'font'): string {
  const each = Object.entries(drawing).map(
    ([name, value]) => `<edit name="${name}" mode="assign" binding="strong">${value}</edit>`,
  )
  return `<match target="${target}">${each.join('')}</match>`
}

/** The part of `fonts.conf` that decides about pixels; it names no path, so its text is the same everywhere. */
export const fontRules = [
  ...Object.entries(aliases).flatMap(([family, names]) => names.map((name) => alias(name, family))),
  `<match target="pattern"><edit name="family" mode="append_last" binding="weak">${fallbacks
    .map((family) => `<string>${family}</string>`)
    .join('')}</edit></match>`,
  edits('pattern'),
  edits('font'),
].join('\n')
