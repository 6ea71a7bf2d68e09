import type { KeyboardEvent } from 'react'

type Key = Pick<KeyboardEvent, 'key' | 'code'>

/**
 * Returns the Latin letter of a key on any keyboard layout: an Arabic layout sends `ن` for K, so the physical key is
 * used if the character is not Latin (K-1). Other keys keep their names.
 */
export function letterOf({ key, code }: Key): string {
  const latin = /^[\x20-\x7e]+$/.test(key)
  if (latin) return key.length === 1 ? key.toLowerCase() : key
  const place = /^(?:Key([A-Z])|Digit(\d))$/.exec(code)
  return (place?.[1] ?? place?.[2] ?? key).toLowerCase()
}

/** Ctrl/⌘ Enter: the shortcut that commits a visible sheet (K-5). */
export const isCommitKey = (event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'repeat'>): boolean =>
  event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.repeat

/** Whether the target is a text input, where single letters are text and not shortcuts (K-4). */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(?:TEXTAREA|SELECT)$/.test(target.tagName) || (target instanceof HTMLInputElement && isTextInput(target)))

const isTextInput = ({ type }: HTMLInputElement) => !['checkbox', 'radio', 'button', 'submit', 'reset', 'range'].includes(type)
