import { useEffect, useEffectEvent } from 'react'
import { ScanBuffer } from './scan-buffer.ts'

const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set

/** Gives a field back what it held before the scanner typed into it; React hears of it as of any typing. */
function restore(field: HTMLInputElement, value: string): void {
  setValue?.call(field, value)
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

/**
 * A label scanned anywhere on the screen, also while the cursor stands in a value: what the scanner typed into
 * the field is taken out again before anybody can release it as a result (LAB-2).
 */
export function useScanner(onScan: (text: string) => void): void {
  const scanned = useEffectEvent(onScan)
  useEffect(() => {
    const buffer = new ScanBuffer()
    let before: { readonly field: HTMLInputElement; readonly value: string } | null = null

    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
      const { target, timeStamp } = event
      // A search field takes what is scanned into it as typing, and looks it up itself.
      if (target instanceof HTMLInputElement && target.type === 'search') return
      if (buffer.isBeginning(timeStamp)) before = target instanceof HTMLInputElement ? { field: target, value: target.value } : null
      const text = buffer.key(event.key, timeStamp)
      if (text === null) return
      event.preventDefault()
      event.stopPropagation()
      if (before) restore(before.field, before.value)
      scanned(text)
    }
    addEventListener('keydown', onKeyDown, { capture: true })
    return () => removeEventListener('keydown', onKeyDown, { capture: true })
  }, [])
}
