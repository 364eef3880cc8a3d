import { Disclosure, DisclosureButton, DisclosurePanel, Switch } from '@headlessui/react'
import { useState } from 'react'
import './Plan.css'

/** Made of components of a library, as an application makes it. */
export function Plan({ onYearly }: { onYearly?: (yearly: boolean) => void }) {
  const [yearly, setYearly] = useState(false)
  const choose = (value: boolean) => {
    setYearly(value)
    onYearly?.(value)
  }
  return (
    <div className="plan">
      <label htmlFor="yearly">Pay yearly</label>
      <Switch id="yearly" checked={yearly} onChange={choose} className="switch">
        <span className="thumb" />
      </Switch>
      <Disclosure>
        <DisclosureButton className="question">What does it cost?</DisclosureButton>
        <DisclosurePanel>{yearly ? '100 a year' : '10 a month'}</DisclosurePanel>
      </Disclosure>
    </div>
  )
}
