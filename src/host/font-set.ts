/** One file of the sealed font set. */
export interface FontFile {
  /** The npm package that ships it; null: `native/fonts` of this package. */
  package: string | null
  /** Path within it. */
  file: string
  /** Bytes. */
  size: number
  sha256: string
}

/**
 * The fonts that pages see by default, on every machine the same bytes. A change here changes the digest that goldens carry.
 * Why these: docs/decisions/fonts.md.
 */
export const fontSet: readonly FontFile[] = [
  {
    package: '@expo-google-fonts/arimo',
    file: '400Regular/Arimo_400Regular.ttf',
    size: 318320,
    sha256: '88cc899855d30f9c779b73c3319d0e077b098f927187aafce11ca029add707a6',
  },
  {
    package: '@expo-google-fonts/arimo',
    file: '400Regular_Italic/Arimo_400Regular_Italic.ttf',
    size: 340984,
    sha256: '6bd2c6a6fa87f4566cf0a92c5834884597acbd7be9719e550837865ac4167a42',
  },
  {
    package: '@expo-google-fonts/arimo',
    file: '500Medium/Arimo_500Medium.ttf',
    size: 321308,
    sha256: 'd7da3d766ed7121c8f1f318a4d123bd98cbaa28b3bef16870b06e746281cb088',
  },
  {
    package: '@expo-google-fonts/arimo',
    file: '500Medium_Italic/Arimo_500Medium_Italic.ttf',
    size: 345544,
    sha256: 'a03b6ed8879e93a96594e6c480ebb0865fc156bcf848997b43ef844e644f31e4',
  },
  {
    package: '@expo-google-fonts/arimo',
    file: '600SemiBold/Arimo_600SemiBold.ttf',
    size: 322308,
    sha256: '082e624feb8e58a2aec688bbf8c24aedb37ff07418fdace66c42f270c4d8312d',
  },
  {
    package: '@expo-google-fonts/arimo',
    file: '600SemiBold_Italic/Arimo_600SemiBold_Italic.ttf',
    size: 346076,
    sha256: '26d007cc8693e735ab37079bcdb59a5a8f31f1603e98ad97df5d61af154ff82c',
  },
  {
    package: '@expo-google-fonts/arimo',
    file: '700Bold/Arimo_700Bold.ttf',
    size: 318844,
    sha256: 'ec96ac9fdd94766f66f6140c1375bf011577558f88d43f76b3b59307d2a6bca3',
  },
  {
    package: '@expo-google-fonts/arimo',
    file: '700Bold_Italic/Arimo_700Bold_Italic.ttf',
    size: 342368,
    sha256: 'b42b19c10bf5d526f00068303a643282c3df55a79c6fa2eea80b4a078a4a705a',
  },
  {
    package: '@expo-google-fonts/tinos',
    file: '400Regular/Tinos_400Regular.ttf',
    size: 508752,
    sha256: '924ef269e73da94c1803ff68877f5d998dd16605c5ffad82ee181034f8a1fffe',
  },
  {
    package: '@expo-google-fonts/tinos',
    file: '400Regular_Italic/Tinos_400Regular_Italic.ttf',
    size: 549824,
    sha256: '4a52de5bcf70e37bd71949f8a85302b75795a1943aedffbbee4f2db7744e1c81',
  },
  {
    package: '@expo-google-fonts/tinos',
    file: '700Bold/Tinos_700Bold.ttf',
    size: 583484,
    sha256: '576a19b5dc026cafe6ae8fde4c849588dae6475cf5d912cebdf2827388c43ad9',
  },
  {
    package: '@expo-google-fonts/tinos',
    file: '700Bold_Italic/Tinos_700Bold_Italic.ttf',
    size: 563688,
    sha256: '10c90ef7896d758923c06a1485d7824cdb457466da0bf7d42f81c5228931281b',
  },
  {
    package: '@expo-google-fonts/cousine',
    file: '400Regular/Cousine_400Regular.ttf',
    size: 289556,
    sha256: 'ca2264d6750d6c47df703be4486361a37ab943d42de6ea2bf794b7c7af767799',
  },
  {
    package: '@expo-google-fonts/cousine',
    file: '400Regular_Italic/Cousine_400Regular_Italic.ttf',
    size: 298680,
    sha256: 'f1626b7287db36af8ba2ff88840c82f121f4cbda8971fe3f717f975e9fd782a8',
  },
  {
    package: '@expo-google-fonts/cousine',
    file: '700Bold/Cousine_700Bold.ttf',
    size: 290500,
    sha256: 'f03c46c4bc5c0a3af4a1f4fbe5e3e16954581cced05cea20b3bffe12740d99d3',
  },
  {
    package: '@expo-google-fonts/cousine',
    file: '700Bold_Italic/Cousine_700Bold_Italic.ttf',
    size: 300160,
    sha256: 'acb798f3629cda0041fbd6234237cf549a1b932792f2a71b0986eb3e1382ed37',
  },
  {
    package: '@expo-google-fonts/noto-sans-arabic',
    file: '400Regular/NotoSansArabic_400Regular.ttf',
    size: 194176,
    sha256: '252629ca0e87b6233851249b8cbf7b43445211a8caf199f1b306a19202251508',
  },
  {
    package: '@expo-google-fonts/noto-sans-arabic',
    file: '700Bold/NotoSansArabic_700Bold.ttf',
    size: 194380,
    sha256: 'a86a704ff8b315082f4859b04c2f8f746f4cefb14553ef10505f143e0d4829d3',
  },
  {
    package: '@expo-google-fonts/noto-sans-math',
    file: '400Regular/NotoSansMath_400Regular.ttf',
    size: 1004120,
    sha256: 'b4a1dfdbfa13b4755e5eac20cb25c1d17ed5a745ceb89639595e8cf45a2b1e07',
  },
  {
    package: '@expo-google-fonts/noto-sans-symbols-2',
    file: '400Regular/NotoSansSymbols2_400Regular.ttf',
    size: 1228868,
    sha256: 'f67f40c65f929f029827ab37cfdc4897dfd9ae3c28d9e98ba46e0d52e39eb97e',
  },
  {
    package: null,
    file: 'DroidSansFallback-EastAsian.ttf',
    size: 1842052,
    sha256: '433761057119f954ee32cde11d7153ac7c8d07e2ee087c6fa3bd09874e39bc38',
  },
  {
    package: null,
    file: 'DejaVuSans-Rest.ttf',
    size: 118524,
    sha256: '83804c6b91e52cb39a2e6e223ad9719397298b488250d66ad3048add2abd70d3',
  },
  {
    package: null,
    file: 'TwemojiMozilla.ttf',
    size: 1157868,
    sha256: 'e61dd1671d1d0ffef4572f8b13506bab440596670c07ee51bb9f7605ba6ae959',
  },
]
