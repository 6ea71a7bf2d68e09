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

const press = (key: string, over: Partial<KeyboardEventInit> = {}, target: Element = document.body) =>
  fireEvent.keyDown(target, { key, ...over })

test('K-1: the place of the key counts when the layout is Arabic', () => {
  expect(keyNameOf({ key: 'ن', code: 'KeyK', ctrlKey: true, metaKey: false, altKey: false, shiftKey: false })).toBe('Mod+K')
  press('ل', { code: 'KeyG' })
  press('خ', { code: 'KeyO' })
  expect(pressed).toEqual(['g o'])
})

test('a letter after g goes somewhere, the same letter alone does what it does here', () => {
  press('o')
  press('g')
  press('o')
  expect(pressed).toEqual(['o', 'g o'])
})

test('K-4: letters are text inside a field; Ctrl chords work there', () => {
  const field = document.body.appendChild(document.createElement('input'))
  press('o', {}, field)
  press('k', { ctrlKey: true }, field)
  expect(pressed).toEqual(['Mod+K'])
})

test('K-4: one switch turns all single keys off', () => {
  usePreferences.getState().set({ singleKeys: false })
  press('o')
  press('?', { shiftKey: true })
  press('k', { metaKey: true })
  expect(pressed).toEqual(['Mod+K'])
})

test('K-6: a place that does not exist here is answered, never silence', () => {
  press('g')
  press('x')
  expect(unavailable).toEqual(['g x'])
})

test('a dialog has the letters to itself', () => {
  const dialog = document.body.appendChild(document.createElement('div'))
  dialog.setAttribute('role', 'dialog')
  press('o')
  expect(pressed).toEqual([])
})

test('a menu that is fading away has none', () => {
  const modal = document.body.appendChild(document.createElement('div'))
  modal.setAttribute('aria-hidden', 'true')
  modal.appendChild(document.createElement('ul')).setAttribute('role', 'menu')
  press('o')
  expect(pressed).toEqual(['o'])
})

test('a held key acts once', () => {
  press('o')
  press('o', { repeat: true })
  expect(pressed).toEqual(['o'])
})

test('digits and question mark keep their own names', () => {
  press('1')
  press('?', { shiftKey: true })
  expect(pressed).toEqual(['1', '?'])
})
