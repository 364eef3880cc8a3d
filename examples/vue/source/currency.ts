import type { InjectionKey } from 'vue'

export const currency: InjectionKey<string> = Symbol('currency')
