/** @jsxImportSource solid-js */
import { createMemo, createSignal, For, type JSX, Show, useContext } from 'solid-js'
import './thermostat.css'
import { Unit } from './unit'

export interface ThermostatProps {
  /** In degrees Celsius. */
  warmest: number
  rooms: string[]
  children?: JSX.Element
  onSet?: (room: string, degrees: number) => void
}

export function Thermostat(props: ThermostatProps) {
  const unit = useContext(Unit)
  const [room, choose] = createSignal(props.rooms[0]!)
  const [wanted, want] = createSignal<Record<string, number>>({})
  const degrees = () => Math.min(wanted()[room()] ?? 20, props.warmest)
  const shown = createMemo(() =>
    unit() === 'celsius' ? `${degrees()} °C` : `${(degrees() * 1.8 + 32).toFixed(1)} °F`,
  )
  const change = (by: number) => {
    want({ ...wanted(), [room()]: degrees() + by })
    props.onSet?.(room(), degrees())
  }
  return (
    <section class="thermostat">
      <h2>{props.children}</h2>
      <div role="tablist">
        <For each={props.rooms}>
          {(name) => (
            <button type="button" role="tab" aria-selected={name === room()} onClick={() => choose(name)}>
              {name}
            </button>
          )}
        </For>
      </div>
      <output>{shown()}</output>
      <button type="button" onClick={() => change(-1)}>
        colder
      </button>
      <button type="button" disabled={degrees() >= props.warmest} onClick={() => change(1)}>
        warmer
      </button>
      <Show when={degrees() >= props.warmest}>
        <p role="status">This is the warmest.</p>
      </Show>
    </section>
  )
}
