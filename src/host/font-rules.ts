const sans = 'Arimo'
const serif = 'Tinos'
const mono = 'Cousine'
const emoji = 'Twemoji Mozilla'
const symbols = 'Noto Sans Symbols 2'
/** One font with the forms of each language: which of them are drawn, the element's `lang` says. */
const han = 'Source Han Sans SC'

/**
 * Where to look, in this order, for a character that the family asked for does not have. The same for every language: Chromium asks once
 * per character and process, so that the first page to ask would decide for the others.
 */
const fallbacks = [
  sans,
  'Noto Sans Arabic',
  'Noto Sans Devanagari',
  'Noto Sans Thai',
  'Noto Sans Math',
  symbols,
  'DejaVu Sans Rest',
  han,
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
    'ui-rounded',
    '-apple-system',
    'BlinkMacSystemFont',
    'Segoe UI',
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
  [han]: [
    'Source Han Sans',
    'Source Han Sans JP',
    'Source Han Sans TC',
    'Source Han Sans KR',
    'Noto Sans CJK JP',
    'Noto Sans CJK SC',
    'Noto Sans CJK TC',
    'Noto Sans CJK HK',
    'Noto Sans CJK KR',
    'Noto Sans JP',
    'Noto Sans SC',
    'Noto Sans TC',
    'Noto Sans HK',
    'Noto Sans KR',
    'Hiragino Sans',
    'Hiragino Sans GB',
    'Hiragino Kaku Gothic Pro',
    'Hiragino Kaku Gothic ProN',
    'Yu Gothic',
    'YuGothic',
    'Yu Gothic UI',
    'Meiryo',
    'Meiryo UI',
    'MS Gothic',
    'MS PGothic',
    'PingFang SC',
    'PingFang TC',
    'PingFang HK',
    'Heiti SC',
    'Heiti TC',
    'STHeiti',
    'SimHei',
    'Microsoft YaHei',
    'Microsoft YaHei UI',
    'Microsoft JhengHei',
    'Microsoft JhengHei UI',
    'WenQuanYi Micro Hei',
    'Apple SD Gothic Neo',
    'AppleGothic',
    'Malgun Gothic',
    'Nanum Gothic',
    'NanumGothic',
    'Dotum',
    'Gulim',
  ],
  'Noto Sans Devanagari': ['Mangal', 'Nirmala UI', 'Kohinoor Devanagari'],
  'Noto Sans Thai': ['Leelawadee UI', 'Thonburi', 'Sukhumvit Set'],
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

/** Asked for in this language, a character wants its emoji. */
const coloured = `<match target="pattern"><test name="lang"><string>und-zsye</string></test><edit name="family" mode="append_last" binding="strong"><string>${emoji}</string></edit></match>`

function edits(target: 'pattern' | 'font'): string {
  const each = Object.entries(drawing).map(
    ([name, value]) => `<edit name="${name}" mode="assign" binding="strong">${value}</edit>`,
  )
  return `<match target="${target}">${each.join('')}</match>`
}

/** The part of `fonts.conf` that decides about pixels; it names no path, so its text is the same everywhere. */
export const fontRules = [
  coloured,
  ...Object.entries(aliases).flatMap(([family, names]) => names.map((name) => alias(name, family))),
  `<match target="pattern"><edit name="family" mode="append_last" binding="strong">${fallbacks
    .map((family) => `<string>${family}</string>`)
    .join('')}</edit></match>`,
  edits('pattern'),
  edits('font'),
].join('\n')
