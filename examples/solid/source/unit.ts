import { type Accessor, createContext } from 'solid-js'

export type UnitName = 'celsius' | 'fahrenheit'

const celsius: Accessor<UnitName> = () => 'celsius'

export const Unit = createContext(celsius)
