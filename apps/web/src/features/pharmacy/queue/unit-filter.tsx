import Box from '@mui/material/Box'
import MenuItem from '@mui/material/MenuItem'
import Select from '@mui/material/Select'
import { useTexts } from '../../../i18n/define-texts.ts'
import { queueTexts } from '../texts.ts'

interface UnitFilterState {
  /** Names by id. */
  readonly units: ReadonlyMap<string, string>
  readonly unitId: string | null
}

/** States the active unit filter and how many orders it hides (RT-10). */
export function FilterSummary({ units, unitId, hidden }: UnitFilterState & { readonly hidden: number }) {
  const t = useTexts(queueTexts)
  const unit = unitId === null ? null : (units.get(unitId) ?? unitId)
  return (
    <Box component="span" sx={{ fontSize: 12, color: 'muted' }}>
      {unit === null ? t('showingAll') : t('showingUnit', { unit })}
      {hidden > 0 && <b> · {t('hidden', { count: hidden })}</b>}
    </Box>
  )
}

const ALL_UNITS = ''

export function UnitFilter({ units, unitId, onChange }: UnitFilterState & { readonly onChange: (unitId: string | null) => void }) {
  const t = useTexts(queueTexts)
  const sortedUnits = [...units].toSorted(([, a], [, b]) => a.localeCompare(b))
  return (
    <Select
      value={unitId ?? ALL_UNITS}
      displayEmpty
      onChange={(event) => onChange(event.target.value || null)}
      inputProps={{ 'aria-label': t('unit') }}
      sx={{ minWidth: 140, maxInlineSize: 220 }}
    >
      <MenuItem value={ALL_UNITS}>{t('allUnits')}</MenuItem>
      {unitId !== null && !units.has(unitId) && <MenuItem value={unitId}>{unitId}</MenuItem>}
      {sortedUnits.map(([id, name]) => (
        <MenuItem key={id} value={id}>
          {name}
        </MenuItem>
      ))}
    </Select>
  )
}
