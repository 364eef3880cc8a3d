import {
  Combobox,
  ComboboxInput,
  ComboboxOption,
  ComboboxOptions,
  Dialog,
  DialogPanel,
  DialogTitle,
  Listbox,
  ListboxButton,
  ListboxOption,
  ListboxOptions,
} from '@headlessui/react'
import { useState } from 'react'
import './Delivery.css'

const times = ['morning', 'noon', 'evening']

export interface DeliveryProps {
  cities: string[]
  onDeliver?: (order: { city: string; time: string }) => void
}

/** A dialog outside of what is mounted, with a combobox and a listbox. */
export function Delivery({ cities, onDeliver }: DeliveryProps) {
  const [open, setOpen] = useState(false)
  const [city, setCity] = useState<string | null>(null)
  const [typed, setTyped] = useState('')
  const [time, setTime] = useState('noon')
  const found = cities.filter((name) => name.toLowerCase().includes(typed.toLowerCase()))
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Deliver
      </button>
      <Dialog open={open} onClose={() => setOpen(false)} className="backdrop">
        <DialogPanel className="panel">
          <DialogTitle>Where and when?</DialogTitle>
          <Combobox value={city} onChange={setCity}>
            <ComboboxInput aria-label="City" onChange={({ target }) => setTyped(target.value)} />
            <ComboboxOptions className="options">
              {found.map((name) => (
                <ComboboxOption key={name} value={name} className="option">
                  {name}
                </ComboboxOption>
              ))}
            </ComboboxOptions>
          </Combobox>
          <Listbox value={time} onChange={setTime}>
            <ListboxButton>{time}</ListboxButton>
            <ListboxOptions className="options">
              {times.map((name) => (
                <ListboxOption key={name} value={name} className="option">
                  {name}
                </ListboxOption>
              ))}
            </ListboxOptions>
          </Listbox>
          <button
            type="button"
            disabled={city === null}
            onClick={() => {
              onDeliver?.({ city: city ?? '', time })
              setOpen(false)
            }}
          >
            Order
          </button>
        </DialogPanel>
      </Dialog>
    </>
  )
}
