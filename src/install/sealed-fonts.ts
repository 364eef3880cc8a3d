import type { FontSet } from './font-set.js'

/**
 * The fonts that pages see by default, on every machine the same bytes. A change here changes the digest that goldens carry.
 * Why these: docs/decisions/fonts.md.
 */
export const sealedFonts: FontSet = {
  packages: [
    {
      name: '@expo-google-fonts/arimo',
      version: '0.4.3',
      integrity:
        'sha512-kXMUJ303nJgKjJFr8yuiAY9dgIoAoj9HccKkaSw0J63/T4MSdxFejzfDUVLzUz+ohpQWinifV99QOAUQLcGKDg==',
      size: 2393279,
      files: [
        {
          path: '400Regular/Arimo_400Regular.ttf',
          size: 318320,
          sha256: '88cc899855d30f9c779b73c3319d0e077b098f927187aafce11ca029add707a6',
        },
        {
          path: '400Regular_Italic/Arimo_400Regular_Italic.ttf',
          size: 340984,
          sha256: '6bd2c6a6fa87f4566cf0a92c5834884597acbd7be9719e550837865ac4167a42',
        },
        {
          path: '500Medium/Arimo_500Medium.ttf',
          size: 321308,
          sha256: 'd7da3d766ed7121c8f1f318a4d123bd98cbaa28b3bef16870b06e746281cb088',
        },
        {
          path: '500Medium_Italic/Arimo_500Medium_Italic.ttf',
          size: 345544,
          sha256: 'a03b6ed8879e93a96594e6c480ebb0865fc156bcf848997b43ef844e644f31e4',
        },
        {
          path: '600SemiBold/Arimo_600SemiBold.ttf',
          size: 322308,
          sha256: '082e624feb8e58a2aec688bbf8c24aedb37ff07418fdace66c42f270c4d8312d',
        },
        {
          path: '600SemiBold_Italic/Arimo_600SemiBold_Italic.ttf',
          size: 346076,
          sha256: '26d007cc8693e735ab37079bcdb59a5a8f31f1603e98ad97df5d61af154ff82c',
        },
        {
          path: '700Bold/Arimo_700Bold.ttf',
          size: 318844,
          sha256: 'ec96ac9fdd94766f66f6140c1375bf011577558f88d43f76b3b59307d2a6bca3',
        },
        {
          path: '700Bold_Italic/Arimo_700Bold_Italic.ttf',
          size: 342368,
          sha256: 'b42b19c10bf5d526f00068303a643282c3df55a79c6fa2eea80b4a078a4a705a',
        },
      ],
    },
    {
      name: '@expo-google-fonts/tinos',
      version: '0.4.2',
      integrity:
        'sha512-MQkfvUO1Aw7UP3jRtWLcjda+udanoL8ecrbkjbc3ZdhSI1iW/Uil4uD8O0eOiIxU2v/FeAT2XjGNiz5oYUlucg==',
      size: 1521415,
      files: [
        {
          path: '400Regular/Tinos_400Regular.ttf',
          size: 508752,
          sha256: '924ef269e73da94c1803ff68877f5d998dd16605c5ffad82ee181034f8a1fffe',
        },
        {
          path: '400Regular_Italic/Tinos_400Regular_Italic.ttf',
          size: 549824,
          sha256: '4a52de5bcf70e37bd71949f8a85302b75795a1943aedffbbee4f2db7744e1c81',
        },
        {
          path: '700Bold/Tinos_700Bold.ttf',
          size: 583484,
          sha256: '576a19b5dc026cafe6ae8fde4c849588dae6475cf5d912cebdf2827388c43ad9',
        },
        {
          path: '700Bold_Italic/Tinos_700Bold_Italic.ttf',
          size: 563688,
          sha256: '10c90ef7896d758923c06a1485d7824cdb457466da0bf7d42f81c5228931281b',
        },
      ],
    },
    {
      name: '@expo-google-fonts/cousine',
      version: '0.4.3',
      integrity:
        'sha512-rSl8RXKqxwz8xJvedqdiKtPghSwRAl5c+lMecDyZ1L+V+IQEx6mavMnYkO0KuKgNcHekJXwXZsbmv7zJWggmAw==',
      size: 1107470,
      files: [
        {
          path: '400Regular/Cousine_400Regular.ttf',
          size: 289556,
          sha256: 'ca2264d6750d6c47df703be4486361a37ab943d42de6ea2bf794b7c7af767799',
        },
        {
          path: '400Regular_Italic/Cousine_400Regular_Italic.ttf',
          size: 298680,
          sha256: 'f1626b7287db36af8ba2ff88840c82f121f4cbda8971fe3f717f975e9fd782a8',
        },
        {
          path: '700Bold/Cousine_700Bold.ttf',
          size: 290500,
          sha256: 'f03c46c4bc5c0a3af4a1f4fbe5e3e16954581cced05cea20b3bffe12740d99d3',
        },
        {
          path: '700Bold_Italic/Cousine_700Bold_Italic.ttf',
          size: 300160,
          sha256: 'acb798f3629cda0041fbd6234237cf549a1b932792f2a71b0986eb3e1382ed37',
        },
      ],
    },
    {
      name: '@expo-google-fonts/noto-sans-arabic',
      version: '0.4.3',
      integrity:
        'sha512-YvtxyuegxPegu2g5urXJ+gQxRp8i798nQswTmEjwXOWR/fqy0Gvey6h5IoNRBrc43SxRxPezqCiR9ivpfPAXSg==',
      size: 1778562,
      files: [
        {
          path: '400Regular/NotoSansArabic_400Regular.ttf',
          size: 194176,
          sha256: '252629ca0e87b6233851249b8cbf7b43445211a8caf199f1b306a19202251508',
        },
        {
          path: '700Bold/NotoSansArabic_700Bold.ttf',
          size: 194380,
          sha256: 'a86a704ff8b315082f4859b04c2f8f746f4cefb14553ef10505f143e0d4829d3',
        },
      ],
    },
    {
      name: '@expo-google-fonts/noto-sans-devanagari',
      version: '0.4.1',
      integrity:
        'sha512-26boYPNKGP1r4R5MxsMAY/zCQOwiXLOJzX8sh1a2oEWyQurQsyniaCv4992c+9jjwshEEt2NNVv5GcnyzaL7QQ==',
      size: 1855978,
      files: [
        {
          path: '400Regular/NotoSansDevanagari_400Regular.ttf',
          size: 221084,
          sha256: '084a94d89eb54aafb93a056e15425c34fd859f6342875165d304837b3bcfc2d2',
        },
        {
          path: '700Bold/NotoSansDevanagari_700Bold.ttf',
          size: 221652,
          sha256: '67f1ec9e2ac30b261090e32953b2df0adf6c942ab26ac47efb490fa7315bddab',
        },
      ],
    },
    {
      name: '@expo-google-fonts/noto-sans-thai',
      version: '0.4.2',
      integrity:
        'sha512-PGBBBDGfJJ/5y2hNweLBZWD4YmVT4uOO4chsOPXyl0TktaBJamDKVKv/WbGiDTeBGdkegLiytsWo+lhnkHP5qA==',
      size: 1134206,
      files: [
        {
          path: '400Regular/NotoSansThai_400Regular.ttf',
          size: 47484,
          sha256: '9acb585d8662ca4ed1b1cf5889dfa1393f8555103b3986e1ea1e3af4faef70bd',
        },
        {
          path: '700Bold/NotoSansThai_700Bold.ttf',
          size: 47480,
          sha256: '0be544f347b3ab6382bdc2b555a783727a4858a3dc140670406924670967d916',
        },
      ],
    },
    {
      name: 'node-source-han-sans-sc',
      version: '1.1.0-2.001R',
      integrity:
        'sha512-ICZda+imcAzqrV7OTD+f8yr59oTlHHp22yTyyhhiaivWbi0fvHXJOUxEyQ3l4JuzjksXYijY6busNrRky+GLFw==',
      size: 184218376,
      files: [
        {
          path: 'SourceHanSansSC-Bold.otf',
          size: 17878620,
          sha256: 'df560f379d55a0c9859add605dd67e0721955fde3cd76c41c5f8d6cba7823d41',
        },
        {
          path: 'SourceHanSansSC-Regular.otf',
          size: 17281372,
          sha256: 'a2125a726118e672952ebc914bdf3e7ef4b8f7c19f56c1044b747a02d107a111',
        },
      ],
    },
    {
      name: '@expo-google-fonts/noto-sans-math',
      version: '0.4.2',
      integrity:
        'sha512-Kgj0kKibznTLYcbpR8Tk2ybr76uMOyrlyoP5F9G+0UiJzAMA4zG/XIlrgXKzfFGERhA0Rc3vbwDeeTxwXPlaYg==',
      size: 641915,
      files: [
        {
          path: '400Regular/NotoSansMath_400Regular.ttf',
          size: 1004120,
          sha256: 'b4a1dfdbfa13b4755e5eac20cb25c1d17ed5a745ceb89639595e8cf45a2b1e07',
        },
      ],
    },
    {
      name: '@expo-google-fonts/noto-sans-symbols-2',
      version: '0.4.1',
      integrity:
        'sha512-jFymG5s4OLlXpy9E9FQvSXpSnf43BIYcJiPXEHSw6LFNvbahkjmUWb/cj4vsX/KdUksGLTPbjB9iRuu8L3yJ8A==',
      size: 721858,
      files: [
        {
          path: '400Regular/NotoSansSymbols2_400Regular.ttf',
          size: 1228868,
          sha256: 'f67f40c65f929f029827ab37cfdc4897dfd9ae3c28d9e98ba46e0d52e39eb97e',
        },
      ],
    },
  ],
  kept: [
    {
      path: 'DejaVuSans-Rest.ttf',
      size: 100424,
      sha256: 'e1c432f73b56b01df65ab3f42c036ef619c5139b057c5b552a4144d954d8ca1f',
    },
    {
      path: 'TwemojiMozilla.ttf',
      size: 1169340,
      sha256: '39034167545ce4acf0c46483768a2ff5139a43781daaaa18d0e9bcf5cdd33c0f',
    },
  ],
}
