import { fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { ScanBuffer } from './scan-buffer.ts'
import { useScanner } from './use-scanner.ts'

function scanResult(text: string, gapMs: number): string | null {
  const buffer = new ScanBuffer()
  const keys = [...text, 'Enter']
  return keys.map((key, index) => buffer.key(key, 1_000 + index * gapMs)).at(-1) ?? null
}

describe('scan detection by typing speed (LAB-2)', () => {
  it('recognises input at scanner speed', () => {
    expect(scanResult('261120-A1B2C3', 8)).toBe('261120-A1B2C3')
  })

  it('ignores manual typing and short bursts such as 6.8 and Enter', () => {
    expect(scanResult('261120-A1B2C3', 90)).toBeNull()
    expect(scanResult('6.8', 8)).toBeNull()
  })

  it('discards earlier characters after a pause', () => {
    const buffer = new ScanBuffer()
    buffer.key('9', 0)
    const scanned = [...'261120A', 'Enter'].map((key, index) => buffer.key(key, 500 + index * 5)).at(-1)
    expect(scanned).toBe('261120A')
  })
})

describe('scanning while a value field has focus', () => {
  function Bench({ onScan }: { onScan: (text: string) => void }) {
    const [value, setValue] = useState('6.8')
    useScanner(onScan)
    return <input aria-label="Potassium" value={value} onChange={(event) => setValue(event.target.value)} />
  }

  it('opens the order and restores the value of the field (LAB-2)', () => {
    const onScan = vi.fn()
    render(<Bench onScan={onScan} />)
    const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Potassium' })
    const press = (key: string, at: number) => {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
      Object.defineProperty(event, 'timeStamp', { value: at })
      const notPrevented = field.dispatchEvent(event)
      if (notPrevented && key.length === 1) fireEvent.change(field, { target: { value: field.value + key } })
    }
    for (const [index, key] of [...'261120A1B2C3', 'Enter'].entries()) press(key, 1_000 + index * 6)
    expect(onScan).toHaveBeenCalledExactlyOnceWith('261120A1B2C3')
    expect(field.value).toBe('6.8')
  })
})
