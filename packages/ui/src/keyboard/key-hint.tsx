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

/** Writes `Mod` as the platform's key (K-7); other names are unchanged. */
export const keyNames = (keys: string): string =>
  keys
    .replace(/\bMod\b/g, onMac() ? '⌘' : 'Ctrl')
    .replace(/\bEnter\b/g, '↵')
    .replaceAll('+', ' ')

export interface KeyHintProps {
  /** `Mod+Enter`, `o`, `g p`. */
  keys: string
}

/** The shortcut of an action, beside its label. Hidden from screen readers. */
export function KeyHint({ keys }: KeyHintProps) {
  return (
    <Kbd dir="ltr" aria-hidden>
      {keyNames(keys)}
    </Kbd>
  )
}
