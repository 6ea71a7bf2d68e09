import Autocomplete from '@mui/material/Autocomplete'
import Box from '@mui/material/Box'
import InputAdornment from '@mui/material/InputAdornment'
import TextField from '@mui/material/TextField'
import { KeyHint, StatusChip } from '@wardline/ui'
import { Search } from 'lucide-react'
import { type ReactNode, type Ref, useState } from 'react'
import { lookAlikes } from './look-alike.ts'

/** An entry as the list under the search field shows it. */
export interface Choice {
  readonly id: string
  /** Plain words: what a screen reader says and what look-alikes are found by. */
  readonly name: string
  /** The name as it is drawn, e.g. with tall-man letters. */
  readonly label?: ReactNode
  /** Specimen, form, version: what tells it from its neighbours. */
  readonly detail?: ReactNode
  readonly tags?: ReactNode
}

export interface CatalogueSearchProps<C extends Choice> {
  readonly label: string
  readonly query: string
  readonly onQuery: (query: string) => void
  /** Ranked, best first; drawn in this order. */
  readonly choices: readonly C[]
  readonly searching: boolean
  readonly searchingText: string
  readonly nothingText: ReactNode
  readonly lookAlikeText: string
  readonly onPick: (choice: C) => void
  readonly keys?: string
  readonly inputRef?: Ref<HTMLInputElement>
  readonly disabled?: boolean
}

/**
 * One field over a catalogue. Nothing is highlighted by itself, so Enter takes a row only after somebody moved
 * to it (ORD-1); names that begin alike are parted by a rule and marked (ORD-2).
 */
export function CatalogueSearch<C extends Choice>({
  label,
  query,
  onQuery,
  choices,
  searching,
  searchingText,
  nothingText,
  lookAlikeText,
  onPick,
  keys,
  inputRef,
  disabled = false,
}: CatalogueSearchProps<C>) {
  const [open, setOpen] = useState(false)
  const alike = lookAlikes(choices)
  return (
    <Autocomplete<C>
      value={null}
      inputValue={query}
      options={[...choices]}
      // The server has ranked and chosen; a second filter here would hide what it found by another name.
      filterOptions={(options) => options}
      getOptionLabel={(choice) => choice.name}
      getOptionKey={(choice) => choice.id}
      disabled={disabled}
      loading={searching}
      loadingText={searchingText}
      noOptionsText={nothingText}
      autoHighlight={false}
      blurOnSelect={false}
      clearOnBlur={false}
      forcePopupIcon={false}
      // The whole catalogue under an empty field would be a list nobody reads.
      open={open && query !== ''}
      onOpen={() => setOpen(true)}
      onClose={() => setOpen(false)}
      onInputChange={(_, typed, reason) => {
        // Any other reason is the field wanting to show the chosen name; the choice goes to the basket instead.
        if (reason === 'input' || reason === 'clear') onQuery(typed)
      }}
      onChange={(_, choice) => {
        if (!choice) return
        onPick(choice)
        onQuery('')
      }}
      slotProps={{ paper: { sx: { border: 1, borderColor: 'line2', boxShadow: '0 8px 24px rgba(8,16,32,.18)', marginBlockStart: 1 } } }}
      renderInput={({ slotProps, ...params }) => (
        <TextField
          {...params}
          placeholder={label}
          inputRef={inputRef}
          slotProps={{
            ...slotProps,
            htmlInput: { ...slotProps.htmlInput, 'aria-label': label, 'aria-busy': searching, dir: 'auto', type: 'search' },
            input: {
              ...slotProps.input,
              startAdornment: (
                <InputAdornment position="start">
                  <Search size={14} aria-hidden />
                </InputAdornment>
              ),
              endAdornment: query === '' && keys ? <KeyHint keys={keys} /> : slotProps.input.endAdornment,
            },
          }}
        />
      )}
      renderOption={({ key, ...props }, choice) => (
        <Box
          component="li"
          key={key}
          {...props}
          data-look-alike={alike.has(choice.id) || undefined}
          sx={{
            borderBlockStart: '1px solid',
            borderColor: 'line',
            '&:first-of-type': { borderBlockStart: 0 },
            '&&': { display: 'flex', alignItems: 'baseline', gap: 2, paddingInline: 3, minHeight: 32 },
            '&[data-look-alike]': { borderBlockStart: '2px solid', borderColor: 'line2' },
          }}
        >
          <Box sx={{ flex: 1, minWidth: 0 }}>
            <Box component="span" sx={{ fontWeight: 550 }}>
              {choice.label ?? choice.name}
            </Box>
            {choice.detail && (
              <Box component="small" sx={{ display: 'block', color: 'muted', fontSize: 11.5 }}>
                {choice.detail}
              </Box>
            )}
          </Box>
          {alike.has(choice.id) && <StatusChip tone="neutral">{lookAlikeText}</StatusChip>}
          {choice.tags}
        </Box>
      )}
    />
  )
}
