import { fireEvent, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { usePreferences } from '../session/preferences.ts'
import { keyNameOf, listenForKeys, useKeys } from './keys.ts'

const pressed: string[] = []
const unavailable: string[] = []
let stop: () => void

beforeEach(() => {
  stop = listenForKeys((keys) => unavailable.push(keys))
  renderHook(() =>
    useKeys(['g o', 'g r', '?', 'Mod+K', 'o', '1'].map((keys) => ({ keys, label: keys, group: 'test', run: () => pressed.push(keys) }))),
  )
})
afterEach(() => {
  stop()
  pressed.length = 0
  unavailable.length = 0
  usePreferences.getState().set({ singleKeys: true })
  document.body.replaceChildren()
})

const press = (key: string, overrides: Partial<KeyboardEventInit> = {}, target: Element = document.body) =>
  fireEvent.keyDown(target, { key, ...overrides })

test('K-1: shortcuts follow the physical key when the layout is Arabic', () => {
  expect(keyNameOf({ key: 'ن', code: 'KeyK', ctrlKey: true, metaKey: false, altKey: false, shiftKey: false })).toBe('Mod+K')
  press('ل', { code: 'KeyG' })
  press('خ', { code: 'KeyO' })
  expect(pressed).toEqual(['g o'])
})

test('a letter after g navigates, and the same letter alone runs its own binding', () => {
  press('o')
  press('g')
  press('o')
  expect(pressed).toEqual(['o', 'g o'])
})

test('K-4: letters are text inside a field, and Ctrl shortcuts still work', () => {
  const field = document.body.appendChild(document.createElement('input'))
  press('o', {}, field)
  press('k', { ctrlKey: true }, field)
  expect(pressed).toEqual(['Mod+K'])
})

test('K-4: one setting turns off all single-key shortcuts', () => {
  usePreferences.getState().set({ singleKeys: false })
  press('o')
  press('?', { shiftKey: true })
  press('k', { metaKey: true })
  expect(pressed).toEqual(['Mod+K'])
})

test('K-6: an unassigned g shortcut is reported', () => {
  press('g')
  press('x')
  expect(unavailable).toEqual(['g x'])
})

test('single-key shortcuts are off while a dialog is open', () => {
  const dialog = document.body.appendChild(document.createElement('div'))
  dialog.setAttribute('role', 'dialog')
  press('o')
  expect(pressed).toEqual([])
})

test('a closing menu does not block shortcuts', () => {
  const modal = document.body.appendChild(document.createElement('div'))
  modal.setAttribute('aria-hidden', 'true')
  modal.appendChild(document.createElement('ul')).setAttribute('role', 'menu')
  press('o')
  expect(pressed).toEqual(['o'])
})

test('a held key runs its binding once', () => {
  press('o')
  press('o', { repeat: true })
  expect(pressed).toEqual(['o'])
})

test('digits and the question mark are bound by character', () => {
  press('1')
  press('?', { shiftKey: true })
  expect(pressed).toEqual(['1', '?'])
})
