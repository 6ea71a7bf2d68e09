import { useEffect, useEffectEvent } from 'react'
import { ScanBuffer } from './scan-buffer.ts'

const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set

/** Restores the value a field had before the scan; the input event makes React process it like typing. */
function restore(field: HTMLInputElement, value: string): void {
  setValue?.call(field, value)
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

/**
 * Detects a barcode scan anywhere on the screen, including while a value field has focus: the scanned characters are
 * removed from the field again, so that they cannot be released as a result (LAB-2).
 */
export function useScanner(onScan: (text: string) => void): void {
  const onScanned = useEffectEvent(onScan)
  useEffect(() => {
    const buffer = new ScanBuffer()
    let before: { readonly field: HTMLInputElement; readonly value: string } | null = null

    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
      const { target, timeStamp } = event
      // A search field handles scanned text as typed input.
      if (target instanceof HTMLInputElement && target.type === 'search') return
      if (buffer.isBeginning(timeStamp)) before = target instanceof HTMLInputElement ? { field: target, value: target.value } : null
      const text = buffer.key(event.key, timeStamp)
      if (text === null) return
      event.preventDefault()
      event.stopPropagation()
      if (before) restore(before.field, before.value)
      onScanned(text)
    }
    addEventListener('keydown', onKeyDown, { capture: true })
    return () => removeEventListener('keydown', onKeyDown, { capture: true })
  }, [])
}
