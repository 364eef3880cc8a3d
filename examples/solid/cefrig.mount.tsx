/** @jsxImportSource solid-js */
// Loaded in the page before each component: what the application's entry would set up.
import './source/global.css'
import type { JSX } from 'solid-js'
import { Unit, type UnitName } from './source/unit'

export function wrapper(props: { unit?: UnitName; children: JSX.Element }) {
  return <Unit.Provider value={() => props.unit ?? 'celsius'}>{props.children}</Unit.Provider>
}
