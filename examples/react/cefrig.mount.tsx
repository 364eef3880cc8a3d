// Loaded in the page before each component: what the application's entry would set up.
import './source/global.css'
import type { ReactNode } from 'react'
import { Language, type LanguageName } from './source/language'

export function wrapper({ language = 'en', children }: { language?: LanguageName; children: ReactNode }) {
  return <Language value={language}>{children}</Language>
}
