import type { PageEmulation } from '../../protocol/emulation.js'
import type { Commands } from '../devtools.js'
import type { TargetOrigin } from '../targets.js'

/** A command of the DevTools protocol with its parameters. */
export type Command = readonly [method: keyof Commands, params: object]

type Name = keyof PageEmulation

/** One command, what it depends on, and whose sessions take it. */
interface Rule {
  names: readonly Name[]
  origins: readonly TargetOrigin[]
  command(settings: PageEmulation, ownUserAgent: string): Command
}

const unthrottled = -1

const rules: readonly Rule[] = [
  {
    names: ['colorScheme', 'reducedMotion', 'forcedColors', 'contrast', 'media'],
    origins: ['page', 'iframe'],
    command: ({ colorScheme, reducedMotion, forcedColors, contrast, media }) => {
      const features = [
        { name: 'prefers-color-scheme', value: colorScheme ?? '' },
        { name: 'prefers-reduced-motion', value: reducedMotion ?? '' },
        { name: 'forced-colors', value: forcedColors ?? '' },
        { name: 'prefers-contrast', value: contrast ?? '' },
      ]
      return ['Emulation.setEmulatedMedia', { media: media ?? '', features }]
    },
  },
  {
    // Workers have those of their process.
    names: ['locale'],
    origins: ['page', 'iframe'],
    command: ({ locale }) => ['Emulation.setLocaleOverride', locale ? { locale } : {}],
  },
  {
    names: ['timezone'],
    origins: ['page', 'iframe'],
    command: ({ timezone }) => ['Emulation.setTimezoneOverride', { timezoneId: timezone ?? '' }],
  },
  {
    names: ['locale', 'userAgent', 'userAgentMetadata'],
    origins: ['page', 'iframe', 'worker'],
    command: ({ locale, userAgent, userAgentMetadata }, ownUserAgent) => {
      const isOwn = !locale && !userAgent && !userAgentMetadata
      return [
        'Emulation.setUserAgentOverride',
        {
          userAgent: isOwn ? '' : (userAgent ?? ownUserAgent),
          ...(locale ? { acceptLanguage: languages(locale) } : {}),
          ...(userAgentMetadata ? { userAgentMetadata } : {}),
        },
      ]
    },
  },
  {
    names: ['geolocation'],
    origins: ['page'],
    command: ({ geolocation }) =>
      geolocation
        ? ['Emulation.setGeolocationOverride', { accuracy: 0, ...geolocation }]
        : ['Emulation.clearGeolocationOverride', {}],
  },
  {
    names: ['offline', 'network'],
    origins: ['page', 'iframe', 'worker'],
    command: ({ offline, network }) => [
      'Network.emulateNetworkConditions',
      {
        offline: offline ?? false,
        latency: network?.latency ?? 0,
        downloadThroughput: network?.download ?? unthrottled,
        uploadThroughput: network?.upload ?? unthrottled,
      },
    ],
  },
  {
    names: ['hasTouch'],
    origins: ['page', 'iframe'],
    command: ({ hasTouch }) => [
      'Emulation.setTouchEmulationEnabled',
      hasTouch ? { enabled: true, maxTouchPoints: 5 } : { enabled: false },
    ],
  },
  {
    names: ['cpuThrottling'],
    origins: ['page', 'iframe'],
    command: ({ cpuThrottling }) => ['Emulation.setCPUThrottlingRate', { rate: cpuThrottling ?? 1 }],
  },
]

/** Everything that is emulated by commands. */
export const emulated: readonly Name[] = [...new Set(rules.flatMap(({ names }) => names))]

/** The commands that bring a session to these settings, where they concern what is named. */
export function commandsFor(
  settings: PageEmulation,
  origin: TargetOrigin,
  named: readonly Name[],
  ownUserAgent: string,
): Command[] {
  return rules
    .filter(({ origins, names }) => origins.includes(origin) && names.some((name) => named.includes(name)))
    .map(({ command }) => command(settings, ownUserAgent))
}

/** As browsers send it: the language without its country too. */
function languages(locale: string): string {
  const [language] = locale.split('-', 1)
  return language === locale ? locale : `${locale},${language}`
}
