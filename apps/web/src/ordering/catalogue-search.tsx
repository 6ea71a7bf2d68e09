import Autocomplete from '@mui/material/Autocomplete'
import Box from '@mui/material/Box'
import InputAdornment from '@mui/material/InputAdornment'
import TextField from '@mui/material/TextField'
import { KeyHint, StatusChip } from '@wardline/ui'
import { Search } from 'lucide-react'
import { type ReactNode, type Ref, useState } from 'react'
import { lookAlikes } from './look-alike.ts'

/** An entry of the result list. */
export interface Choice {
  readonly id: string
  /** Plain text, for screen readers and the look-alike check. */
  readonly name: string
  /** Formatted name, e.g. with tall-man letters. */
  readonly label?: ReactNode
  /** Specimen, form or version, to distinguish similar entries. */
  readonly detail?: ReactNode
  readonly tags?: ReactNode
}

export interface CatalogueSearchProps<C extends Choice> {
  readonly label: string
  readonly query: string
  readonly onQuery: (query: string) => void
  /** Ranked by the server, best first. */
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
 * Search field of a catalogue. No row is highlighted automatically, so that Enter selects only a row the user moved to
 * (ORD-1). Names with the same beginning are separated by a line and marked (ORD-2).
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
  const lookAlikeIds = lookAlikes(choices)
  return (
    <Autocomplete<C>
      value={null}
      inputValue={query}
      options={[...choices]}
      // The server has filtered and ranked; a second filter would hide matches by synonym.
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
      // The whole catalogue is too long to list for an empty query.
      open={open && query !== ''}
      onOpen={() => setOpen(true)}
      onClose={() => setOpen(false)}
      onInputChange={(_, typed, reason) => {
        // Other reasons would write the chosen name into the field; the choice goes to the basket instead.
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
          data-look-alike={lookAlikeIds.has(choice.id) || undefined}
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
          {lookAlikeIds.has(choice.id) && <StatusChip tone="neutral">{lookAlikeText}</StatusChip>}
          {choice.tags}
        </Box>
      )}
    />
  )
}
