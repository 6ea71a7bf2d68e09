import { act, renderHook } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { createDraftStore, draftKey } from './draft-store.ts'
import { sessionStore, useSession } from './session-store.ts'

const store = createDraftStore<{ readonly text: string }>(({ text }) => text !== '')
const janes = draftKey('u-amal', 'jane')
const write = (text: string) => act(() => store.update(janes, () => ({ text })))
/** False when the browser would ask the user before leaving. */
const leaves = () => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))

afterEach(() => act(() => store.discardAll()))

describe('a draft store', () => {
  it('keeps drafts by author and subject (ID-15)', () => {
    write('first')
    expect(renderHook(() => store.useDraft(janes)).result.current).toEqual({ text: 'first' })
    expect(renderHook(() => store.useDraft(draftKey('u-sami', 'jane'))).result.current).toBeNull()
  })

  it('requires confirmation before the page closes while a draft has input (SHL-9)', () => {
    expect(leaves()).toBe(true)
    write('unsaved')
    expect(leaves()).toBe(false)
    write('')
    expect(leaves()).toBe(true)
    write('unsaved')
    act(() => store.update(janes, () => null))
    expect(leaves()).toBe(true)
  })

  it('discards drafts at sign-out and keeps them while the session is expired (SES-2)', () => {
    const { result } = renderHook(() => store.useDraft(janes))
    write('unsaved')
    act(() => useSession.setState({ status: 'expired' }))
    expect(result.current).toEqual({ text: 'unsaved' })
    act(() => sessionStore.signedOut())
    expect(result.current).toBeNull()
  })
})
