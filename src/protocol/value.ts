/** A JavaScript value as JSON text, in the encoding of the value codec. */
export type WireValue = string & { readonly wireValue?: never }
