import { isTyping, letterOf } from '@wardline/ui'
import { createContext, useContext, useEffect, useEffectEvent } from 'react'
import { createStore } from 'zustand/vanilla'
import { usePreferences } from '../session/preferences.ts'

export interface KeyBinding {
  /** `o`, `?`, `g o`, `Mod+K`, `Mod+Enter`. */
  readonly keys: string
  /** Description in the list of shortcuts (K-7). */
  readonly label: string
  /** Heading in the list of shortcuts. */
  readonly group: string
  readonly run: () => void
}

/** Bindings of all mounted components; later ones take precedence. */
export const keyBindings = createStore<readonly KeyBinding[]>(() => [])

/** Longest time between `g` and the next letter. A longer time would catch a letter meant by itself. */
export const CHORD_MS = 1_500

/** Whether the bindings of the subtree are disabled, as on read-only pages. */
export const KeysDisabled = createContext(false)

/**
 * Binds keys while the component is mounted. Single keys work outside text fields only and can be switched off;
 * no irreversible action has a single key (K-4, K-5).
 */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const disabled = useContext(KeysDisabled)
  const names = (disabled ? [] : bindings).map(({ keys, label, group }) => `${keys}\n${label}\n${group}`).join('\n\n')
  const run = useEffectEvent((keys: string) => bindings.find((binding) => binding.keys === keys)?.run())
  useEffect(() => {
    const own = names
      .split('\n\n')
      .filter(Boolean)
      .map((name): KeyBinding => {
        const [keys = '', label = '', group = ''] = name.split('\n')
        return { keys, label, group, run: () => run(keys) }
      })
    keyBindings.setState((all) => [...all, ...own], true)
    return () => keyBindings.setState((all) => all.filter((binding) => !own.includes(binding)), true)
  }, [names])
}

/** Returns the name of a pressed key as used in bindings: `Mod+K`, `?`, `o`; null for a modifier alone. */
export function keyNameOf(event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string | null {
  if (['Control', 'Shift', 'Alt', 'Meta', 'AltGraph'].includes(event.key)) return null
  const letter = letterOf(event)
  const modified = event.ctrlKey || event.metaKey
  const name = letter.length === 1 && /[a-z]/.test(letter) && (modified || event.shiftKey) ? letter.toUpperCase() : letter
  return `${modified ? 'Mod+' : ''}${event.altKey ? 'Alt+' : ''}${name}`
}

/** Whether a dialog or menu is open; one that is closing is aria-hidden and does not count. */
const isLayerOpen = () =>
  [...document.querySelectorAll('[role=dialog], [role=alertdialog], [role=menu]')].some((layer) => !layer.closest('[aria-hidden=true]'))

/** Installs one key listener for the page and runs the last binding of each key or `g` sequence. */
export function listenForKeys(onUnavailable: (keys: string) => void): () => void {
  let chord: { readonly first: string; readonly at: number } | null = null

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.repeat || event.isComposing) return
    const name = keyNameOf(event)
    if (name === null) return
    const isSingleKey = !name.startsWith('Mod+') && !name.startsWith('F')
    if (isSingleKey && (isTyping(event.target) || !usePreferences.getState().singleKeys || event.altKey)) {
      chord = null
      return
    }
    // While a dialog is open only Ctrl shortcuts reach the page.
    if (isSingleKey && isLayerOpen()) return
    const prefix = chord !== null && performance.now() - chord.at < CHORD_MS ? chord.first : null
    chord = null
    const keys = prefix ? `${prefix} ${name}` : name
    const all = keyBindings.getState()
    const binding = all.findLast((candidate) => candidate.keys === keys)
    if (binding) {
      event.preventDefault()
      binding.run()
    } else if (!prefix && all.some((candidate) => candidate.keys.startsWith(`${name} `))) {
      chord = { first: name, at: performance.now() }
    } else if (prefix) onUnavailable(keys)
  }

  document.addEventListener('keydown', onKeyDown)
  return () => document.removeEventListener('keydown', onKeyDown)
}
