import { html } from 'lit'

/** A function that gives a template is a component too. */
export const Price = ({ amount, currency = '€' }: { amount: number; currency?: string }) =>
  html`<p class="price"><b>${amount.toFixed(2)}</b> ${currency}</p>`
