import { styled } from '@mui/material/styles'

const Kbd = styled('kbd')({
  display: 'inline-block',
  flex: 'none',
  minWidth: 18,
  padding: '0 4px',
  textAlign: 'center',
  fontFamily: 'inherit',
  fontSize: 10.5,
  fontWeight: 550,
  lineHeight: '15px',
  border: '1px solid currentColor',
  borderRadius: 4,
  whiteSpace: 'nowrap',
})

const onMac = () => typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

/** `Mod` is written as the platform's own key (K-7); other names stay. */
export const keyNames = (keys: string): string =>
  keys
    .replace(/\bMod\b/g, onMac() ? '⌘' : 'Ctrl')
    .replace(/\bEnter\b/g, '↵')
    .replaceAll('+', ' ')

export interface KeyHintProps {
  /** `Mod+Enter`, `o`, `g p`. */
  keys: string
}

/** The key of an action, beside its verb. Decoration: the button's own name says what it does. */
export function KeyHint({ keys }: KeyHintProps) {
  return (
    <Kbd dir="ltr" aria-hidden>
      {keyNames(keys)}
    </Kbd>
  )
}
