import { createContext } from 'react'

export type LanguageName = 'en' | 'de'

export const Language = createContext<LanguageName>('en')
