import IconButton from '@mui/material/IconButton'
import InputAdornment from '@mui/material/InputAdornment'
import TextField from '@mui/material/TextField'
import { Search, X } from 'lucide-react'
import type { KeyboardEventHandler, Ref } from 'react'
import { KeyHint } from '../keyboard/key-hint.tsx'
import { useWords } from '../words.tsx'

export interface SearchFieldProps {
  value: string
  onChange: (value: string) => void
  /** Label and placeholder. */
  label: string
  keys?: string
  autoFocus?: boolean
  onKeyDown?: KeyboardEventHandler<HTMLDivElement>
  inputRef?: Ref<HTMLInputElement>
  /** For a field that controls a list: id of the list and of its active row. */
  controls?: string
  activeDescendant?: string | undefined
}

export function SearchField({
  value,
  onChange,
  label,
  keys,
  autoFocus,
  onKeyDown,
  inputRef,
  controls,
  activeDescendant,
}: SearchFieldProps) {
  const words = useWords()
  return (
    <TextField
      type="search"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={onKeyDown}
      placeholder={label}
      autoFocus={autoFocus}
      inputRef={inputRef}
      sx={{ '& input::-webkit-search-cancel-button': { display: 'none' } }}
      slotProps={{
        htmlInput: {
          'aria-label': label,
          autoComplete: 'off',
          dir: 'auto',
          ...(controls && {
            role: 'combobox',
            'aria-expanded': true,
            'aria-controls': controls,
            'aria-activedescendant': activeDescendant,
          }),
        },
        input: {
          startAdornment: (
            <InputAdornment position="start">
              <Search size={14} aria-hidden />
            </InputAdornment>
          ),
          endAdornment: value ? (
            <IconButton aria-label={words.clear} onClick={() => onChange('')} sx={{ minWidth: 24, minHeight: 24, padding: 0.5 }}>
              <X size={14} />
            </IconButton>
          ) : (
            keys && <KeyHint keys={keys} />
          ),
        },
      }}
    />
  )
}
