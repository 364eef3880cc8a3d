import { createContext } from 'react'

export const Currency = createContext('')
